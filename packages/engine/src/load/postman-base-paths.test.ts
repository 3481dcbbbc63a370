import { describe, expect, it } from '@jest/globals';
import { documentOf, engineOf, send } from '../testing/engine-of.ts';

const variable = [
  { key: 'baseUrl', value: 'https://api.x.example/v2' },
  { key: 'host', value: 'eu.x.example/v3/' },
  { key: 'scheme', value: 'https' },
  { key: 'nested', value: '{{scheme}}://{{host}}' },
  { key: 'bare', value: 'https://api.x.example' },
];

const collection = (...urls: unknown[]): string =>
  JSON.stringify({
    info: { name: 'Users', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable,
    item: urls.map((url, index) => ({ name: `Item ${index}`, request: { method: 'GET', url }, response: [] })),
  });

async function placesOf(...urls: unknown[]) {
  const { basePaths, operations } = await documentOf(collection(...urls));
  return { basePaths, paths: operations.map(({ template }) => template) };
}

describe('the base paths of a Postman collection', () => {
  it('are answered with and without', async () => {
    const engine = await engineOf(collection('{{baseUrl}}/users'));
    for (const path of ['/users', '/v2/users'])
      expect((await send(engine, `GET ${path}`)).text).not.toContain('ROUTE_NOT_FOUND');
    expect((await send(engine, 'GET /v1/users')).text).toContain('ROUTE_NOT_FOUND');
  });

  it.each([
    [{ raw: '{{baseUrl}}/users', host: ['{{baseUrl}}'], path: ['users'] }, ['/v2'], '/users'],
    [{ raw: '{{baseUrl}}/users' }, ['/v2'], '/users'],
    ['https://{{host}}/users/:id', ['/v3'], '/users/{id}'],
    ['{{nested}}/users', ['/v3'], '/users'],
    ['{{bare}}/v9/users', [], '/v9/users'],
    ['{{unknown}}/users', [], '/users'],
    ['https://api.x.example/v2/users', [], '/v2/users'],
  ])('of %j are %j', async (url, basePaths, path) => {
    expect(await placesOf(url)).toEqual({ basePaths, paths: [path] });
  });

  it('are taken off URLs of the same host that are written out', async () => {
    const written = {
      raw: 'https://api.x.example/v2/pets?all=1',
      host: ['api', 'x', 'example'],
      path: ['v2', 'pets'],
    };
    const urls = ['{{baseUrl}}/users', written, 'https://api.x.example/v2/orders', 'https://api.x.example/v20/a'];
    expect(await placesOf(...urls, 'https://other.example/v2/b')).toEqual({
      basePaths: ['/v2'],
      paths: ['/users', '/pets', '/orders', '/v20/a', '/v2/b'],
    });
  });
});
