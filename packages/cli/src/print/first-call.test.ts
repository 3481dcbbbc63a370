import { describe, expect, it } from '@jest/globals';
import type { ReachableSandbox } from '@stuntdouble/engine';
import { documentOf, operationOf } from '../testing/document-of.ts';
import { firstCall } from './first-call.ts';

const sandbox: ReachableSandbox = {
  name: 'acme',
  createdAt: 0,
  expiresAt: undefined,
  seed: '',
  auth: 'presence',
  port: undefined,
  record: false,
  credentials: { apiKey: 'sk_acme_$&', clientId: 'acme-1', clientSecret: 'cs_1', controlKey: 'ck_acme_1' },
  baseUrl: 'http://127.0.0.1:4010/~acme',
  authority: undefined,
};
const callOf = (scheme: object, kind: string, more: Partial<ReachableSandbox> = {}): string | undefined => {
  const model = { responses: [{ code: '200' }], security: [[scheme]] };
  const operations = [operationOf('POST', '/a', model), operationOf('GET', '/b', model)];
  return firstCall([documentOf({ operations, securitySchemes: [{ name: 'a', kind }] })], { ...sandbox, ...more });
};
const oauth2 = { type: 'oauth2' };

describe('firstCall', () => {
  it('is a GET with the key of the sandbox', () => {
    const key = { type: 'apiKey', in: 'header', name: 'X-Api-Key' };
    expect(callOf(key, 'apiKey in header X-Api-Key')).toBe(
      "curl http://127.0.0.1:4010/~acme/b -H 'X-Api-Key: sk_acme_$&'",
    );
    expect(callOf({ type: 'http', scheme: 'basic' }, 'http basic')).toContain(btoa('acme-1:cs_1'));
    expect(callOf({ type: 'http', scheme: 'bearer' }, 'http bearer', { auth: 'enforce' })).toContain(
      "'authorization: Bearer sk_acme_$&'",
    );
  });

  it('asks for a token first where only a right one will do', () => {
    expect(callOf(oauth2, 'oauth2')).toContain('Bearer sk_acme_$&');
    expect(callOf(oauth2, 'oauth2', { auth: 'enforce' })).toContain(
      '"authorization: Bearer $(curl -s -u acme-1:cs_1 -d grant_type=client_credentials http://127.0.0.1:4010/~acme/_auth/token | sed ',
    );
  });

  it('shows no credentials where none are looked at, and nothing where nothing can be told', () => {
    expect(callOf(oauth2, 'oauth2', { auth: 'off' })).toBe('curl http://127.0.0.1:4010/~acme/b');
    expect(firstCall([documentOf({})], sandbox)).toBeUndefined();
  });
});
