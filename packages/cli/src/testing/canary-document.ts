import { type Canaries, encoded } from './canaries.ts';

/** A document whose requests and answers have every place that a value can be in; its examples hold canaries of their own. */
export function canaryDocument(canaries: Canaries): string {
  const person = Object.fromEntries(canaries.of('answer: example value').map(({ kind, text }) => [kind, text]));
  const map = Object.fromEntries(canaries.of('answer: example name').map(({ text }) => [text, 1]));
  const [header] = canaries.of('answer: header field').map(encoded);
  const broken = Object.fromEntries(canaries.of('answer: repaired example').map(({ kind, text }) => [kind, [text]]));
  const texts = { type: 'object', additionalProperties: { type: 'string' } };
  const numbers = {
    type: 'object',
    properties: { age: { type: 'integer' } },
    additionalProperties: { type: 'integer' },
  };
  const integers = { type: 'object', additionalProperties: { type: 'integer' } };
  const named = {
    type: 'object',
    required: ['name', 'age'],
    properties: { name: { type: 'string' }, age: { type: 'integer' }, note: { type: 'string' } },
  };
  const json = (schema: object, example?: unknown) => ({
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  });
  const parameter = (name: string, where: string, schema: object, more = {}) => ({ name, in: where, schema, ...more });
  const ok = { description: 'ok', ...json({ type: 'object' }, person) };
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'people', version: '1.0.0' },
    paths: {
      '/people/{id}': {
        parameters: [parameter('id', 'path', { type: 'string' }, { required: true })],
        get: {
          operationId: 'getPerson',
          security: [{ header: [] }, { query: [] }, { cookie: [] }, { basic: [] }, { bearer: [] }],
          parameters: [
            parameter('q', 'query', { type: 'string' }),
            parameter('limit', 'query', { type: 'integer' }),
            parameter('filter', 'query', integers, { style: 'deepObject' }),
            parameter('X-Person', 'header', { type: 'string' }),
            parameter('X-Age', 'header', { type: 'integer' }),
            parameter('session', 'cookie', { type: 'integer' }),
          ],
          responses: { 200: { ...ok, headers: { 'X-Owner': { schema: { type: 'string' }, example: header } } } },
        },
        put: {
          operationId: 'putPerson',
          requestBody: json(named),
          responses: {
            200: {
              description: 'generated, and echoed',
              ...json({
                ...named,
                required: ['name', 'note', 'age', 'id'],
                properties: { ...named.properties, id: { type: 'string' } },
              }),
            },
          },
        },
      },
      '/numbers/{age}': {
        get: {
          operationId: 'getNumber',
          parameters: [parameter('age', 'path', { type: 'integer' }, { required: true })],
          responses: { 200: ok },
        },
      },
      '/maps': {
        get: { operationId: 'getMap', responses: { 200: { description: 'ok', ...json(integers, map) } } },
        post: {
          operationId: 'addMap',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: numbers },
              'application/x-www-form-urlencoded': { schema: numbers },
              'multipart/form-data': { schema: numbers },
              'text/plain': { schema: { type: 'string', maxLength: 3 } },
              'application/xml': { schema: numbers },
            },
          },
          responses: { 200: { description: 'ok', ...json(integers, map) } },
        },
      },
      '/repaired': {
        get: { operationId: 'getRepaired', responses: { 200: { description: 'ok', ...json(texts, broken) } } },
      },
      '/lax': {
        post: {
          operationId: 'addLax',
          requestBody: json({ type: 'string', pattern: '(' }),
          responses: { 200: ok },
        },
      },
      '/hooks': {
        post: {
          operationId: 'addHook',
          requestBody: json({ type: 'object', properties: { to: { type: 'string' } } }),
          responses: { 201: { description: 'made', ...json({ type: 'object' }, {}) } },
          callbacks: {
            onEvent: {
              '{$request.body#/to}': {
                post: { requestBody: json({ type: 'object' }, {}), responses: { 204: { description: 'ok' } } },
              },
            },
          },
        },
      },
    },
    components: {
      securitySchemes: {
        header: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        query: { type: 'apiKey', in: 'query', name: 'key' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  });
}
