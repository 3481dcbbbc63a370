import { describe, expect, it } from '@jest/globals';
import { engineOf, send } from '../testing/engine-of.ts';

async function statusOf(body: object, type: string, sent: string, header: unknown = []): Promise<number> {
  const request = { method: 'POST', url: 'https://api.x.example/in', header, body };
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  const response = [{ name: 'ok', code: 200, header: [], body: 'ok' }];
  const item = [{ name: 'In', request, response }];
  const engine = await engineOf(JSON.stringify({ info: { name: 'X', schema }, item }));
  return (await send(engine, 'POST /in', { 'content-type': type }, sent)).status;
}

const json = 'application/json';
const raw = (language: string, text: string) => ({ mode: 'raw', raw: text, options: { raw: { language } } });

describe('a body of a Postman collection', () => {
  it('of GraphQL is JSON with any query', async () => {
    const body = { mode: 'graphql', graphql: { query: '{ a }', variables: '{"n": 1}' } };
    expect(await statusOf(body, json, '{"query":"{ b }"}')).toBe(200);
    expect(await statusOf(body, json, '{"query":1}')).toBe(422);
  });

  it('that is a file is taken as bytes', async () => {
    expect(await statusOf({ mode: 'file', file: { src: 'a.bin' } }, 'application/octet-stream', 'abc')).toBe(200);
  });

  it.each([
    ['its language', raw('json', '{"a":1}'), json],
    ['its language', raw('xml', '<a/>'), 'application/xml'],
    ['its text', { mode: 'raw', raw: '{"a":1}' }, json],
  ])('has the media type of %s where no field says one', async (_, body, type) => {
    expect(await statusOf(body, type, '{"a":2}')).toBe(200);
    expect(await statusOf(body, 'text/csv', '{"a":2}')).toBe(415);
  });

  it('keeps the media type that a field says', async () => {
    const header = [{ key: 'content-type', value: 'text/csv' }];
    expect(await statusOf(raw('json', '{"a":1}'), 'text/csv', 'a', header)).toBe(200);
    expect(await statusOf(raw('json', '{"a":1}'), json, '{"a":1}', header)).toBe(415);
  });
});
