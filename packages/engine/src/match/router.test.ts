import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../operation.ts';
import { createRouter } from './router.ts';

const splitOnce = (text: string) => [text.slice(0, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1)] as const;

function operation(route: string): Operation {
  const [method, template] = splitOnce(route);
  return {
    id: route,
    method,
    template,
    pointer: '',
    tags: [],
    summary: undefined,
    deprecated: false,
    model: () => {
      throw new Error('the router needs no model');
    },
  };
}

const routerFor = (routes: readonly string[], basePaths: readonly string[] = []) =>
  createRouter(routes.map(operation), basePaths);

/** The route that answers, with its parameters; undefined where none does. */
function ask(routes: readonly string[], request: string, basePaths: readonly string[] = []) {
  const [method, path] = splitOnce(request);
  const match = routerFor(routes, basePaths).match(method, path);
  return match.kind === 'matched' ? [match.operation.id, match.params] : undefined;
}

describe('match', () => {
  it.each([
    [['GET /users/{id}', 'GET /users/me'], 'GET /users/me', 'GET /users/me', {}],
    [['GET /users/{id}', 'GET /users/me'], 'GET /users/meow', 'GET /users/{id}', { id: 'meow' }],
    [['GET /a/{x}/c', 'GET /a/b/{y}'], 'GET /a/b/c', 'GET /a/b/{y}', { y: 'c' }],
    [['GET /a/{x}/c', 'GET /a/b/{y}/d'], 'GET /a/b/c', 'GET /a/{x}/c', { x: 'b' }],
    [['GET /{a}/x/{b}/y', 'GET /k/{c}/l/z'], 'GET /k/x/l/y', 'GET /{a}/x/{b}/y', { a: 'k', b: 'l' }],
    [['GET /x/{a}.{b}/p', 'GET /x/{id}/q'], 'GET /x/1.2/q', 'GET /x/{id}/q', { id: '1.2' }],
    [['GET /{a}/{b}/p', 'GET /{c}/x/{d}'], 'GET /1/x/3', 'GET /{c}/x/{d}', { c: '1', d: '3' }],
    [['GET /users/me', 'DELETE /users/{id}'], 'DELETE /users/me', 'DELETE /users/{id}', { id: 'me' }],
    [['GET /'], 'GET /', 'GET /', {}],
    [['GET /a/'], 'GET /a/', 'GET /a/', {}],
    [['GET /{a-b}/{c.d}'], 'GET /1/2', 'GET /{a-b}/{c.d}', { 'a-b': '1', 'c.d': '2' }],
  ])(
    'prefers the literal at each segment and goes back where it leads nowhere: %j, %s',
    (routes, request, id, params) => {
      expect(ask(routes, request)).toEqual([id, params]);
    },
  );

  it.each([
    ['/x/{id}.json', '/x/1.json', { id: '1' }],
    ['/x/{id}.json', '/x/1.json.json', { id: '1.json' }],
    ['/x/{a}.{b}', '/x/1.2.3', { a: '1', b: '2.3' }],
    ['/x/{a},{b}', '/x/1,2', { a: '1', b: '2' }],
    ['/x/{a}{b}', '/x/123', { a: '1', b: '23' }],
    ['/x/{owner}:cancel', '/x/me:cancel', { owner: 'me' }],
    ['/x/{owner}:cancel', '/x/me%3Acancel', { owner: 'me' }],
    ['/x/{a}:{b}', '/x/1%3A2:3', { a: '1%3A2', b: '3' }],
    ['/x/{a}é{b}', '/x/%C3%BC%C3%A9%F0%9F%98%80', { a: '%C3%BC', b: '%F0%9F%98%80' }],
    ['/x/{a}é{b}', '/x/%zz%C3%A9%ff', { a: '%zz', b: '%ff' }],
    ['/report({id})', '/report(1)', { id: '1' }],
    ['/report(1)', '/report(1)', {}],
    ['/v{n}/x', '/v2/x', { n: '2' }],
  ])('reads the mixed segment of %s in %s', (template, path, params) => {
    expect(ask([`GET ${template}`], `GET ${path}`)).toEqual([`GET ${template}`, params]);
  });

  it.each([
    ['/x/{id}.json', '/x/1.jsonZZZ'],
    ['/x/{id}.json', '/x/.json'],
    ['/x/{id}.json', '/x/1xjson'],
    ['/x/{a}.{b}', '/x/.2'],
    ['/x/{a}.{b}', '/x/1.'],
    ['/x/{a},{b},{c}', '/x/1,2'],
    ['/v{n}/x', '/v/x'],
    ['/report(1)', '/report1'],
    ['/users/{id}', '/users/'],
    ['/users/{id}', '/users//'],
    ['/users', '/users/'],
    ['/users/', '/users'],
    ['/users', '/Users'],
    ['/users', 'users'],
    ['/users', ''],
    ['/a/{b}/c', '/a//c'],
  ])('does not let %s answer %s', (template, path) => {
    expect(routerFor([`GET ${template}`]).match('GET', path).kind).toBe('none');
  });

  it('prefers the mixed segment with more text', () => {
    expect(ask(['GET /x/{a}.{b}', 'GET /x/{id}.json', 'GET /x/{id}'], 'GET /x/1.json')?.[0]).toBe('GET /x/{id}.json');
    expect(ask(['GET /x/{id}', 'GET /x/{a}.{b}'], 'GET /x/1')?.[0]).toBe('GET /x/{id}');
  });

  it.each([
    ['/café', '/caf%C3%A9'],
    ['/café', '/caf%c3%a9'],
    ['/a%20b', '/a%20b'],
    ['/a b', '/a%20b'],
    ['/a+b', '/a+b'],
    ['/a+b', '/a%2Bb'],
    ['/~user', '/%7Euser'],
    ['/50%', '/50%'],
  ])('compares literals by what their escapes stand for: %s, %s', (template, path) => {
    expect(ask([`GET ${template}`], `GET ${path}`)).toEqual([`GET ${template}`, {}]);
  });

  it.each(['a%2Fb', '%zz', '..%2f', 'a+b', ';id=1,2', '.x.y', 'a%20b', '%', 'x'.repeat(5000), '{id}', '%2C,'])(
    'hands %s over as it was sent',
    (value) => {
      expect(ask(['GET /x/{id}/y'], `GET /x/${value}/y`)).toEqual(['GET /x/{id}/y', { id: value }]);
    },
  );

  it('serves the part of a template before # and ?', () => {
    const router = routerFor(['POST /x#action', 'POST /x?action=2', 'GET /y{?q}']);
    expect(router.match('POST', '/x')).toMatchObject({ operation: { id: 'POST /x#action' } });
    expect(router.match('GET', '/y')).toMatchObject({ operation: { id: 'GET /y{?q}' } });
    expect(router.duplicates.map(({ first, second }) => [first.id, second.id])).toEqual([
      ['POST /x#action', 'POST /x?action=2'],
    ]);
  });

  it('reports templates of the same shape and lets the first one win', () => {
    const router = routerFor([
      'GET /a/{x}',
      'GET /a/{y}',
      'PUT /a/{z}',
      'GET /a/{x}.{y}',
      'GET /a/{p}.{q}',
      'GET /a/b',
    ]);
    expect(router.duplicates.map(({ second }) => second.id)).toEqual(['GET /a/{y}', 'GET /a/{p}.{q}']);
    expect(router.match('GET', '/a/1')).toMatchObject({ params: { x: '1' } });
    expect(router.match('PUT', '/a/1')).toMatchObject({ params: { z: '1' } });
  });

  it('accepts base paths, with and without', () => {
    const routes = ['GET /users/{id}', 'GET /{tenant}/status', 'GET /'];
    const bases = ['/v1', '/api/v2', '/v1', ''];
    expect(ask(routes, 'GET /users/1', bases)).toEqual(['GET /users/{id}', { id: '1' }]);
    expect(ask(routes, 'GET /v1/users/1', bases)).toEqual(['GET /users/{id}', { id: '1' }]);
    expect(ask(routes, 'GET /api/v2/users/1', bases)).toEqual(['GET /users/{id}', { id: '1' }]);
    expect(ask(routes, 'GET /v1/', bases)).toEqual(['GET /', {}]);
    expect(ask(routes, 'GET /v1/status', bases)).toEqual(['GET /{tenant}/status', { tenant: 'v1' }]);
    expect(ask(routes, 'GET /v3/users/1', bases)).toBeUndefined();
  });

  it('lets the bare route win over the same one below a base path, and reports no duplicate', () => {
    const router = routerFor(['GET /users', 'GET /v1/users'], ['/v1']);
    expect(router.match('GET', '/v1/users')).toMatchObject({ operation: { id: 'GET /v1/users' } });
    expect(router.match('GET', '/v1/v1/users')).toMatchObject({ operation: { id: 'GET /v1/users' } });
    expect(router.duplicates).toEqual([]);
  });

  it('answers HEAD by GET unless HEAD is declared', () => {
    expect(ask(['GET /a'], 'HEAD /a')).toEqual(['GET /a', {}]);
    expect(ask(['GET /a', 'HEAD /a'], 'HEAD /a')).toEqual(['HEAD /a', {}]);
    expect(ask(['GET /a/b', 'HEAD /a/{x}'], 'HEAD /a/b')).toEqual(['GET /a/b', {}]);
    expect(ask(['POST /a'], 'HEAD /a')).toBeUndefined();
  });

  it('lists the methods of every template that answers the path', () => {
    const router = routerFor(['GET /a/{x}', 'POST /a/{x}', 'PUT /a/b', 'DELETE /c']);
    expect(router.match('PATCH', '/a/b')).toEqual({
      kind: 'method',
      allowed: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'],
    });
    expect(router.match('OPTIONS', '/c')).toEqual({ kind: 'method', allowed: ['DELETE', 'OPTIONS'] });
    expect(router.match('get', '/c').kind).toBe('method');
  });

  it('matches a declared OPTIONS and methods of its own', () => {
    expect(ask(['OPTIONS /a', 'QUERY /a'], 'OPTIONS /a')?.[0]).toBe('OPTIONS /a');
    expect(ask(['OPTIONS /a', 'QUERY /a'], 'QUERY /a')?.[0]).toBe('QUERY /a');
  });

  it('neither throws nor slows down on hostile paths', () => {
    const router = routerFor(['GET /a/{b}/{c}', 'GET /{x}/{y}-{z}-{w}/q', 'GET /a/{b}.{c}.{d}.{e}']);
    const segments = `/a${'/b'.repeat(20_000)}`;
    const dashes = `/a/${'-'.repeat(16_000)}/r`;
    for (const path of [
      segments,
      dashes,
      '//',
      '///',
      '/%',
      '/%zz/%zz',
      '/../..',
      `/${'%C3'.repeat(5000)}`,
      `/a/${'.'.repeat(16_000)}`,
      '/\0',
    ]) {
      expect(['none', 'matched']).toContain(router.match('GET', path).kind);
    }
  });
});

describe('nearest', () => {
  const routes = [
    'GET /intakes',
    'POST /intakes',
    'GET /intakes/{id}',
    'GET /intakes/{id}/documents',
    'GET /exchanges',
    'GET /',
  ];
  const near = (request: string) => {
    const [method, path] = splitOnce(request);
    const match = routerFor(routes).match(method, path);
    return match.kind === 'none' ? match.nearest.map(({ operation: { id }, reason }) => `${id}: ${reason}`) : [];
  };

  it.each([
    ['GET /intake', 'GET /intakes: did you mean /intakes'],
    ['POST /intake', 'POST /intakes: did you mean /intakes'],
    ['GET /Intakes/1', 'GET /intakes/{id}: did you mean /intakes/{id}'],
    ['GET /intakes/', 'GET /intakes: without the slash at the end'],
    ['GET /intakes/1/documents/2', 'GET /intakes/{id}/documents: one segment fewer'],
    ['GET /documents', undefined],
    ['GET /wp-login.php', undefined],
  ])('names for %s first: %s', (request, first) => {
    expect(near(request)[0]).toBe(first);
  });

  it('names a longer template when segments are missing', () => {
    expect(near('GET /v2/intakes')).toContain('GET /intakes: one segment fewer');
    expect(routerFor(['GET /a/b/{c}/d']).match('GET', '/a/b/1')).toMatchObject({
      nearest: [{ reason: 'one segment more' }],
    });
  });

  it('looks at the templates on the first miss only', () => {
    let looks = 0;
    const operations = routes.map((route) => {
      const { template, ...rest } = operation(route);
      return {
        ...rest,
        get template() {
          looks++;
          return template;
        },
      };
    });
    const router = createRouter(operations, []);
    router.match('GET', '/intake');
    looks = 0;
    for (let miss = 0; miss < 9; miss++) router.match('GET', '/intake');
    expect(looks).toBe(0);
  });

  it('names at most three, one per template', () => {
    const router = routerFor(['GET /orders', 'PUT /orders', 'GET /border', 'GET /order', 'GET /ordering']);
    const match = router.match('GET', '/orderz');
    expect(match.kind === 'none' && match.nearest.length).toBe(3);
  });
});
