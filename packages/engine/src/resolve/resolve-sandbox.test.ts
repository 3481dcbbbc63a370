import { describe, expect, it } from '@jest/globals';
import { isSandboxName, resolveSandbox } from './resolve-sandbox.ts';

const known = new Set(['default', 'acme', 'a-1', '127']);
const resolve = (target: string, host?: string) => resolveSandbox(target, host, known);

describe('resolveSandbox', () => {
  it.each([
    ['/', 'default', '/'],
    ['/orders?x=~acme', 'default', '/orders?x=~acme'],
    ['/orders/~acme', 'default', '/orders/~acme'],
    ['/~acme/orders/1?limit=2', 'acme', '/orders/1?limit=2'],
    ['/~acme', 'acme', '/'],
    ['/~acme/', 'acme', '/'],
    ['/~acme?limit=2', 'acme', '/?limit=2'],
    ['/~a-1//x', 'a-1', '//x'],
    ['/~default/x', 'default', '/x'],
    ['/~acme/~acme/x', 'acme', '/~acme/x'],
    ['/_stuntman', 'default', '/_stuntman'],
    ['/a%7Eb/c%7e', 'default', '/a%7Eb/c%7e'],
    ['/.well-known/x', 'default', '/.well-known/x'],
    ['/a/.../b', 'default', '/a/.../b'],
    ['/a/%2e%2e%2e/b', 'default', '/a/%2e%2e%2e/b'],
    ['/a/%2ejson', 'default', '/a/%2ejson'],
    ['/a?next=/../b', 'default', '/a?next=/../b'],
    ['*', 'default', '*'],
    ['http://any.example/~acme/x', 'acme', '/x'],
    ['https://any.example', 'default', '/'],
    ['http://any.example?x=1', 'default', '/?x=1'],
    ['/%zz', 'default', '/%zz'],
    ['//', 'default', '//'],
  ])('gives %s to sandbox %s as %s', (target, name, rest) => {
    expect(resolve(target)).toEqual({ kind: 'sandbox', name, target: rest });
  });

  it.each([
    ['/_stunt', 'control', 'default', '/_stunt'],
    ['/_stunt/rules?x=1', 'control', 'default', '/_stunt/rules?x=1'],
    ['/_auth/token', 'auth', 'default', '/_auth/token'],
    ['/~acme/_stunt/rules', 'control', 'acme', '/_stunt/rules'],
    ['/~acme/_auth/token', 'auth', 'acme', '/_auth/token'],
  ])('keeps %s for the double itself', (target, area, sandbox, rest) => {
    expect(resolve(target)).toEqual({ kind: 'reserved', area, name: sandbox, target: rest });
  });

  it.each(['/~nobody/x', '/~ACME/x', '/~', '/~/x', '/~-a/x', '/~a%63me/x'])('knows no sandbox for %s', (target) => {
    expect(resolve(target)).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['acme.example.com', 'default'],
    ['ACME.example.com:8443', 'default'],
    ['acme.example.com.', 'default'],
    ['acme.acme.example.com', 'acme'],
    ['acme.localhost', 'acme'],
  ])('takes the name of the double itself for no sandbox: %s', (host, name) => {
    const found = { kind: 'sandbox', name, target: '/x' };
    expect(resolveSandbox('/x', host, known, undefined, 'acme.example.com')).toEqual(found);
    const absolute = resolveSandbox(`http://${host}/x`, 'any', known, undefined, 'acme.example.com');
    expect(absolute).toEqual(found);
  });

  it('names at most as much of an unknown sandbox as a name may be long', () => {
    expect(resolve(`/~${'x'.repeat(20_000)}/y`)).toEqual({ kind: 'unknown', name: 'x'.repeat(63) });
  });

  it.each([
    '/%7Eacme/x',
    '/%7eacme',
    '/..',
    '/a/../b',
    '/a/./b',
    '/a/%2e%2E/b',
    '/a/.%2e',
    '/a/%2E?x=1',
    '/~acme/../b',
    'orders',
    '',
  ])('refuses %s', (target) => {
    expect(resolve(target)).toMatchObject({ kind: 'refused' });
  });

  it('takes a known first label of Host as the name', () => {
    expect(resolve('/x', 'acme.localhost:4010')).toMatchObject({ name: 'acme', target: '/x' });
    expect(resolve('/_auth/token', 'ACME.localhost')).toMatchObject({ kind: 'reserved', name: 'acme' });
    expect(resolve('http://acme.localhost/x', 'other.localhost')).toMatchObject({ name: 'acme' });
  });

  it('takes an unknown label, a bare name and an address as the default', () => {
    for (const host of ['api.example.com', 'localhost:4010', '127.0.0.1:4010', '[::1]:4010', '']) {
      expect(resolve('/x', host)).toMatchObject({ kind: 'sandbox', name: 'default' });
    }
  });

  it('prefers the prefix to Host', () => {
    expect(resolve('/~a-1/x', 'acme.localhost')).toMatchObject({ name: 'a-1' });
  });

  it('accepts names of up to 63 lower case letters, digits and dashes', () => {
    expect(['a', '0-a', 'x'.repeat(63)].every(isSandboxName)).toBe(true);
    expect(['', '-a', 'A', 'a_b', 'x'.repeat(64), 'a.b', 'é'].some(isSandboxName)).toBe(false);
  });
});
