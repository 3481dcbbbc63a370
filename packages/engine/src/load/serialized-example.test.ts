import { describe, expect, it } from '@jest/globals';
import { documentOf, engineOf, send } from '../testing/engine-of.ts';

const yaml = `openapi: 3.2.0
info: { title: New, version: 1 }
paths:
  /json: { get: { responses: { 200: { description: ok, content: { application/json: { examples: { one: { serializedValue: '{"a":1}' } } } } } } } }
  /text: { get: { responses: { 200: { description: ok, content: { text/plain: { examples: { one: { serializedValue: '{"a":1}' } } } } } } } }
  /shared:
    get:
      responses:
        200: { description: ok, content: { application/json: { examples: { one: { $ref: '#/components/examples/Two' } } } } }
  /parameter:
    get:
      parameters: [{ name: a, in: query, schema: { type: string }, examples: { one: { serializedValue: a=1 } } }]
      responses: { 204: { description: ok } }
components:
  examples: { Two: { serializedValue: '{"b":2}' } }
`;

describe('OpenAPI 3.2', () => {
  it('serves serialized examples: as data where the body is JSON, as text elsewhere', async () => {
    const engine = await engineOf(yaml);
    expect((await send(engine, 'GET /json')).json).toEqual({ a: 1 });
    expect((await send(engine, 'GET /text')).text).toBe('{"a":1}');
    expect((await send(engine, 'GET /shared')).json).toEqual({ b: 2 });
  });

  it('names those that are not, each with its place', async () => {
    const { findings } = await documentOf(yaml);
    const unserved = findings.filter(({ code }) => code === 'SPEC_NOT_SERVED');
    expect(unserved.map(({ message, pointer }) => `${message?.split(/ \(| of /)[0]} ${pointer}`)).toEqual([
      'serializedValue outside /paths/~1parameter/get/parameters/0/examples/one/serializedValue',
    ]);
  });
});
