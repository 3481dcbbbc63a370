import { type HandMade, openapi } from './hand-made.ts';

/** Which response is chosen and what is in it: negotiation, examples, ranges, defaults, preferences. */
const THING = {
  type: 'object',
  required: ['id', 'secret'],
  properties: {
    id: { type: 'integer' },
    name: { type: 'string', example: 'a name' },
    at: { type: 'string', format: 'date-time' },
    list: { type: 'array', items: { type: 'string' } },
    secret: { type: 'string', writeOnly: true },
    kind: { type: 'string', enum: ['x', 'y'] },
  },
};
const json = (schema: object, more = {}) => ({ 'application/json': { schema, ...more } });
const get = (responses: object, more = {}) => ({ get: { responses, ...more } });
const several = { examples: { first: { value: { id: 1 } }, second: { value: { id: 2 } } } };
const described = (content?: object, headers?: object) => ({
  description: 'x',
  ...(content && { content }),
  ...(headers && { headers }),
});

export const answers: HandMade = {
  name: 'answers',
  document: openapi(
    {
      '/example': get({ 200: described(json(THING, { example: { id: 5, name: 'Five' } })) }),
      '/examples': get({
        200: described(json({ $ref: '#/components/schemas/Thing' }, several)),
        404: described(json({ type: 'object' }, { example: { gone: true } })),
      }),
      '/schema': get({ 200: described(json({ $ref: '#/components/schemas/Thing' })) }),
      '/list': get({ 200: described(json({ type: 'array', items: { $ref: '#/components/schemas/Thing' } })) }),
      '/circle': get({ 200: described(json({ $ref: '#/components/schemas/Node' })) }),
      '/invalid-example': get({ 200: described(json(THING, { example: { id: 'five' } })) }),
      '/nothing': get({ 204: described() }),
      '/no-content': get({ 200: described() }),
      '/no-schema': get({ 200: described({ 'application/json': {} }) }),
      '/range': get({
        '2XX': described(json(THING, { example: { id: 2 } })),
        '4XX': described(json({ type: 'object' }, { example: { four: true } })),
      }),
      '/default': get({ default: described(json(THING, { example: { id: 3 } })) }),
      '/errors-only': get({ 400: described(json({ type: 'object' }, { example: { bad: true } })), 500: described() }),
      '/created-first': get({
        202: described(json({ type: 'object' }, { example: { n: 202 } })),
        201: described(json({ type: 'object' }, { example: { n: 201 } })),
      }),
      '/types': get({
        200: described({
          'application/xml': { schema: THING, example: { id: 1 } },
          'application/json': { schema: THING, example: { id: 2 } },
          'text/plain': { schema: { type: 'string' }, example: 'three' },
        }),
      }),
      '/xml-only': get({
        200: described({ 'application/xml': { schema: THING, example: { id: 1, list: ['a', 'b'] } } }),
      }),
      '/text-object': get({ 200: described({ 'text/plain': { schema: THING, example: { id: 1 } } }) }),
      '/text': get({ 200: described({ 'text/html': { schema: { type: 'string' }, example: '<b>hi</b>' } }) }),
      '/vendor': get({
        200: described({
          'application/vnd.a+json; version=1': { schema: THING, example: { id: 1 } },
          'application/vnd.a+json; version=2': { schema: THING, example: { id: 2 } },
        }),
      }),
      '/any-type': get({ 200: described({ '*/*': { schema: THING, example: { id: 9 } } }) }),
      '/old': get({ 200: described(json(THING, { example: { id: 1 } })) }, { deprecated: true }),
      '/headers': get({
        200: described(json(THING, { example: { id: 1 } }), {
          'X-Count': { schema: { type: 'integer', example: 4 } },
          'X-Word': { schema: { type: 'string' } },
        }),
      }),
      '/all-of': get({ 200: described(json({ allOf: [{ $ref: '#/components/schemas/Node' }, THING] })) }),
      '/one-of': get({ 200: described(json({ oneOf: [THING, { type: 'string' }] })) }),
    },
    {
      schemas: {
        Thing: THING,
        Node: { type: 'object', properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } } },
      },
    },
  ),
  requests: [
    ...[
      'example',
      'examples',
      'schema',
      'list',
      'circle',
      'invalid-example',
      'nothing',
      'no-content',
      'no-schema',
      'range',
      'default',
      'errors-only',
      'created-first',
      'types',
      'xml-only',
      'text-object',
      'text',
      'vendor',
      'any-type',
      'old',
      'headers',
      'all-of',
      'one-of',
    ].flatMap((path) => [
      [`GET /${path}`] as const,
      [`GET /${path}`, { accept: '*/*' }] as const,
      [`GET /${path}`, { accept: 'application/json' }] as const,
      [`GET /${path}`, { accept: 'text/csv' }] as const,
      [`GET /${path}`, { prefer: 'dynamic=true' }] as const,
    ]),
    ['GET /types', { accept: 'text/plain' }],
    ['GET /types', { accept: 'application/xml;q=0.9, text/plain;q=0.5' }],
    ['GET /types', { accept: 'text/*' }],
    ['GET /types', { accept: 'application/json;q=0.1, application/xml' }],
    ['GET /vendor', { accept: 'application/vnd.a+json; version=2' }],
    ['GET /vendor', { accept: 'application/vnd.a+json; version=3' }],
    ['GET /example', { accept: 'application/json; charset=utf-8' }],
    ['GET /example', { accept: 'application/vnd.none+json, application/json' }],
    ['GET /examples', { prefer: 'example=second' }],
    ['GET /examples', { prefer: 'example=third' }],
    ['GET /examples?__example=second'],
    ['GET /examples', { prefer: 'code=404' }],
    ['GET /examples?__code=404'],
    ['GET /examples', { prefer: 'code=404, example=none' }],
    ['GET /examples', { prefer: 'code=500' }],
    ['GET /examples', { prefer: 'code=abc' }],
    ['GET /examples', { prefer: 'dynamic=perhaps' }],
    ['GET /examples?__dynamic=true'],
    ['GET /range', { prefer: 'code=204' }],
    ['GET /range', { prefer: 'code=409' }],
    ['GET /range', { prefer: 'code=500' }],
    ['GET /default', { prefer: 'code=418' }],
    ['GET /errors-only', { prefer: 'code=500' }],
    ['GET /created-first', { prefer: 'code=202' }],
    ['HEAD /example'],
    ['HEAD /types', { accept: 'text/plain' }],
    ['POST /example'],
    ['GET /exampl'],
    ['GET /example/x'],
  ],
};
