import { describe, expect, it } from '@jest/globals';
import { createSchemas } from '../schema/schemas.ts';
import { engineOf, send } from '../testing/engine-of.ts';
import { serialise } from './serialise.ts';

const schemas = createSchemas({}, 'json-schema', 'response');

describe('serialise', () => {
  const form = (value: unknown) => {
    const bytes = serialise(value, 'application/x-www-form-urlencoded; charset=utf-8', schemas, undefined);
    return bytes && Buffer.from(bytes).toString();
  };

  it('writes the members of an object as the fields of a form', () => {
    expect(form({ token: 'a b', scopes: ['x', 'y'], n: 1, none: null, deep: { a: 1 } })).toBe(
      'token=a+b&scopes=x&scopes=y&n=1&none=&deep=%7B%22a%22%3A1%7D',
    );
    expect(form('token=x')).toBe('token=x');
  });

  it('has no form for what is no object', () => {
    expect(form([1])).toBeUndefined();
  });
});

describe('a range of media types in a response', () => {
  it.each([
    ['image/*', undefined, 'image/png'],
    ['image/*', 'image/webp, */*;q=0.1', 'image/webp'],
    ['application/*', undefined, 'application/octet-stream'],
    ['text/*', undefined, 'text/plain'],
  ])('%s, asked for as %s, is sent as %s', async (range, accept, sent) => {
    const engine = await engineOf(`openapi: 3.1.0
info: { title: x, version: '1' }
paths: { /a: { get: { responses: { '200': { description: x, content: { '${range}': { schema: { type: string } } } } } } } }`);
    const answer = await send(engine, 'GET /a', accept === undefined ? {} : { accept });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': sent } });
  });
});
