import { describe, expect, it } from '@jest/globals';
import { engineOf, type Seen, send } from '../testing/engine-of.ts';

const head = `swagger: '2.0'\ninfo: { title: X, version: '1' }\n`;
const form = 'application/x-www-form-urlencoded';

async function ask(yaml: string, line: string, type?: string, body?: string): Promise<Seen> {
  return send(await engineOf(head + yaml), line, type === undefined ? {} : { 'content-type': type }, body);
}

const schema = '{ type: object, required: [name], properties: { name: { type: string } } }';
const pet = `paths:
  /pet:
    get: { responses: { 200: { description: x, schema: ${schema} } } }
    post:
      parameters: [{ name: body, in: body, schema: ${schema} }]
      responses: { 201: { description: x, schema: ${schema} } }
`;

describe('an operation of OpenAPI 2 without media types', () => {
  it('answers and takes JSON', async () => {
    expect((await ask(pet, 'GET /pet')).json).toEqual({ name: expect.any(String) });
    expect((await ask(pet, 'POST /pet', 'application/json', '{"name":"Rex"}')).json).toEqual({ name: 'Rex' });
    expect((await ask(pet, 'POST /pet', 'application/json', '{"name":1}')).status).toBe(422);
  });

  it('takes the media types of the whole document before', async () => {
    const answer = await ask(`produces: [application/xml]\n${pet}`, 'GET /pet');
    expect(answer.headers['content-type']).toBe('application/xml');
  });

  it('answers in the media types of its examples as well', async () => {
    const yaml =
      "paths: { /a: { get: { responses: { 200: { description: x, examples: { application/xml: '<a/>' } } } } } }";
    expect(await ask(yaml, 'GET /a')).toMatchObject({ text: '<a/>', headers: { 'content-type': 'application/xml' } });
  });

  it('takes forms as forms, also where the document is about JSON', async () => {
    const parameters = '[{ name: n, in: formData, type: integer }]';
    const yaml = `consumes: [application/json]
paths: { /in: { post: { parameters: ${parameters}, responses: { 204: { description: x } } } } }`;
    expect((await ask(yaml, 'POST /in', form, 'n=1')).status).toBe(204);
    expect((await ask(yaml, 'POST /in', form, 'n=x')).status).toBe(422);
    expect((await ask(yaml, 'POST /in', 'application/json', '{"n":1}')).status).toBe(415);
  });

  it('takes a file as multipart, and answers one as bytes', async () => {
    const yaml = `paths:
  /file:
    get: { responses: { 200: { description: x, schema: { type: file } } } }
    post: { parameters: [{ name: f, in: formData, type: file }], responses: { 204: { description: x } } }`;
    expect((await ask(yaml, 'GET /file')).headers['content-type']).toBe('application/octet-stream');
    expect((await ask(yaml, 'POST /file', form, 'f=1')).status).toBe(415);
  });
});

describe('the collectionFormat of OpenAPI 2', () => {
  const list = (place: string, name: string, format: string) =>
    `{ name: ${name}, in: ${place}, required: true, type: array, items: { type: integer }${format && `, collectionFormat: ${format}`} }`;

  it.each([
    ['pipes', '1|2'],
    ['pipes', '1%7C2'],
    ['ssv', '1%202'],
    ['tsv', '1%092'],
    ['csv', '1,2'],
    ['', '1,2'],
  ])('%s holds in the path, as %s', async (format, value) => {
    const yaml = `paths: { '/a/{ids}': { parameters: [${list('path', 'ids', format)}], get: { responses: { 204: { description: x } } } } }`;
    expect((await ask(yaml, `GET /a/${value}`)).status).toBe(204);
    expect((await ask(yaml, `GET /a/${value}x`)).json).toMatchObject({ errors: [{ pointer: '/ids/1' }] });
  });

  it('holds in header fields', async () => {
    const engine = await engineOf(
      `${head}paths: { /a: { get: { parameters: [${list('header', 'X-Ids', 'pipes')}], responses: { 204: { description: x } } } } }`,
    );
    expect((await send(engine, 'GET /a', { 'x-ids': '1|2' })).status).toBe(204);
    expect((await send(engine, 'GET /a', { 'x-ids': '1,2' })).status).toBe(422);
  });

  it.each([
    ['', 'ids=1,2'],
    ['', 'ids=1&ids=2'],
    ['tsv', 'ids=1%092'],
  ])('%s holds in forms, as %s', async (format, body) => {
    const yaml = `paths: { /a: { post: { parameters: [${list('formData', 'ids', format)}], responses: { 204: { description: x } } } } }`;
    expect((await ask(yaml, 'POST /a', form, body)).status).toBe(204);
    expect((await ask(yaml, 'POST /a', form, `${body}x`)).json).toMatchObject({ errors: [{ pointer: '/ids/1' }] });
  });
});
