import { describe, expect, it } from '@jest/globals';
import { documentOf } from '../testing/engine-of.ts';

const head = 'openapi: 3.1.0\ninfo: { title: A, version: 1 }\n';
const postman =
  '{"info":{"name":"A","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}';
const told = async (yaml: string) =>
  (await documentOf(yaml)).findings.map(({ code, severity }) => `${severity} ${code}`);

describe('loadDocument', () => {
  it.each([`${head}paths: {}`, `${head}components: {}`, postman])('says of %j that nothing is served', async (yaml) => {
    expect(await told(yaml)).toEqual(['warning SPEC_NO_OPERATIONS']);
  });

  it('does not say so of webhooks', async () => {
    expect(await told(`${head}webhooks: { a: { post: { responses: { 200: { description: ok } } } } }`)).toEqual([]);
  });

  it('names paths that do not begin with a slash', async () => {
    const { findings, operations } = await documentOf(
      `${head}paths: { orders: { get: { responses: { 200: { description: ok } } } } }`,
    );
    expect(operations.map(({ template }) => template)).toEqual(['/orders']);
    expect(findings).toMatchObject(
      [{ severity: 'warning', code: 'SPEC_MALFORMED', pointer: '/paths/orders', message: /served as "\/orders"/ }].map(
        ({ message, ...rest }) => ({ ...rest, message: expect.stringMatching(message) }),
      ),
    );
  });
});
