import { describe, expect, it } from '@jest/globals';
import { accessOf, type Caller } from './access.ts';

const local: Caller = {
  remoteAddress: '127.0.0.1',
  host: 'localhost:4011',
  origin: undefined,
  authorization: undefined,
};
const status = (caller: Partial<Caller>, token?: string) => {
  const access = accessOf({ ...local, ...caller }, token);
  return access.kind === 'granted' ? 200 : access.status;
};

describe('accessOf without a token', () => {
  it.each([
    [{}, 200],
    [{ host: '127.0.0.1:4011' }, 200],
    [{ host: '[::1]:4011', remoteAddress: '::1' }, 200],
    [{ remoteAddress: '::ffff:127.0.0.1' }, 200],
    [{ origin: 'http://localhost:4011' }, 200],
    [{ remoteAddress: '192.0.2.7' }, 403],
    [{ host: 'rebound.example:4011' }, 403],
    [{ host: 'localhost.example' }, 403],
    [{ host: 'acme.localhost:4011' }, 200],
    [{ host: 'acme.localhost:4011', origin: 'http://acme.localhost:4011' }, 200],
    [{ host: 'acme.localhost:4011', origin: 'http://b.localhost:4011' }, 403],
    [{ host: 'notlocalhost' }, 403],
    [{ host: 'acme.localhost.example' }, 403],
    [{ host: undefined }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'http://localhost:9999' }, 403],
    [{ origin: 'null' }, 403],
    [{ isDelivery: true }, 403],
    [{ authorization: 'Bearer anything', remoteAddress: '192.0.2.7' }, 403],
  ])('%j is %d', (caller, expected) => {
    expect(status(caller)).toBe(expected);
  });
});

describe('accessOf with a token', () => {
  it.each([
    [{ authorization: 'Bearer s3cret' }, 200],
    [
      { authorization: 'bearer s3cret', remoteAddress: '192.0.2.7', host: 'a.example', origin: 'https://b.example' },
      200,
    ],
    [{ authorization: 'Bearer s3cret', isDelivery: true }, 403],
    [{ authorization: 'Bearer s3cre' }, 401],
    [{ authorization: 'Basic s3cret' }, 401],
    [{}, 401],
  ])('%j is %d', (caller, expected) => {
    expect(status(caller, 's3cret')).toBe(expected);
  });
});
