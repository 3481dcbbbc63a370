import { describe, expect, it } from '@jest/globals';
import type { SecurityReport } from '@stuntdouble/engine';
import { securityTable } from './security-table.ts';

type Scheme = SecurityReport['operations'][number]['alternatives'][number][number];

const key: Scheme = { name: 'key', kind: 'apiKey in header X-Key', scopes: [], isEnforced: true };
const oauth = { name: 'oauth', kind: 'oauth2', scopes: ['read', 'write'], isEnforced: true };
const tls = { name: 'tls', kind: 'mutualTLS', scopes: [], isEnforced: false };

const limit = {
  policy: 'p',
  limit: 60,
  window: 60_000,
  per: 'credential',
  algorithm: 'gcra',
  from: '429',
  pointer: '',
} as const;

describe('securityTable', () => {
  it('shows alternatives, scopes, and what is open', () => {
    const operation = (id: string, alternatives: Scheme[][], isProtected: boolean) => ({
      id,
      method: 'GET',
      path: `/${id}`,
      alternatives,
      isProtected,
      limits: [],
    });
    const text = securityTable({
      operations: [
        { ...operation('both', [[oauth, key], [tls]], true), limits: [limit] },
        operation('open', [], false),
        operation('maybe', [[key], []], false),
      ],
      unprotected: ['open', 'maybe'],
      broken: ['getBroken'],
    });
    expect(text.split('\n')).toEqual([
      'operation   asks for                            rate limits',
      'GET /both   oauth (read write) and key, or tls  60 in 1m per credential',
      'GET /open   nothing                             none',
      'GET /maybe  key, or nothing                     none',
      '',
      'oauth: oauth2',
      'key: apiKey in header X-Key',
      'tls: mutualTLS; --auth enforce does not find out whether it is right',
      'protected: 1 of 3 operations',
      '  unprotected: GET /open',
      '  unprotected: GET /maybe (credentials are optional)',
      '  not readable: getBroken; stunt check says why',
    ]);
  });
});
