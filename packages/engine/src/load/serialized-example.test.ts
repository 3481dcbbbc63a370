import { describe, expect, it } from '@jest/globals';
import { documentOf, engineOf, send } from '../testing/engine-of.ts';

const yaml = `openapi: 3.2.0
$self: https://example.com/api.yaml
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
      security: [{ './schemes.yaml#/key': [] }]
      parameters: [{ name: a, in: query, schema: { type: string }, examples: { one: { serializedValue: a=1 } } }]
      responses: { 204: { description: ok } }
components:
  examples: { Two: { serializedValue: '{"b":2}' } }
  schemas: { Pet: { type: object, discriminator: { propertyName: kind, defaultMapping: Pet } } }
`;

describe('OpenAPI 3.2', () => {
  it('serves serialized examples: as data where the body is JSON, as text elsewhere', async () => {
    const engine = await engineOf(yaml);
    expect((await send(engine, 'GET /json')).json).toEqual({ a: 1 });
    expect((await send(engine, 'GET /text')).text).toBe('{"a":1}');
    expect((await send(engine, 'GET /shared')).json).toEqual({ b: 2 });
  });

  it('names what is not served, each with its place', async () => {
    const { findings } = await documentOf(yaml);
    const unserved = findings.filter(({ code }) => code === 'SPEC_NOT_SERVED');
    expect(unserved.map(({ message, pointer }) => `${message?.split(/ \(| of /)[0]} ${pointer}`)).toEqual([
      '$self /$self',
      'security requirements by URI /paths/~1parameter/get/security',
      'serializedValue outside /paths/~1parameter/get/parameters/0/examples/one/serializedValue',
      'defaultMapping /components/schemas/Pet/discriminator/defaultMapping',
    ]);
  });
});
