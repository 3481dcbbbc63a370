import { describe, expect, it } from '@jest/globals';
import { securityReport } from './security-report.ts';
import { documentOf } from './testing/engine-of.ts';

const document = `
openapi: 3.1.0
info: { title: Report, version: 1.0.0 }
security: [{ key: [] }]
paths:
  /a:
    get: { operationId: getA, x-stunt-rate-limit: { limit: 5, window: 1m }, responses: { '200': { description: ok } } }
    post: { operationId: postA, security: [{ oauth: ['a:write'], key: [] }, { basic: [] }], responses: { '200': { description: ok } } }
  /b:
    get: { operationId: getB, security: [], responses: { '200': { description: ok } } }
    put: { operationId: putB, security: [{ key: [] }, {}], responses: { '200': { description: ok } } }
    delete: { operationId: deleteB, security: [{ mutual: [] }], responses: { '200': { description: ok } } }
components:
  securitySchemes:
    key: { type: apiKey, in: query, name: k }
    basic: { type: http, scheme: basic }
    mutual: { type: mutualTLS }
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: /t, scopes: { 'a:write': w, 'a:read': r } } } }
`;

describe('securityReport', () => {
  it('tells what each operation asks for, and which ask for nothing', async () => {
    const { operations, unprotected } = securityReport(await documentOf(document));
    expect(operations.find(({ id }) => id === 'postA')).toEqual({
      id: 'postA',
      method: 'POST',
      path: '/a',
      alternatives: [
        [
          { name: 'oauth', kind: 'oauth2', scopes: ['a:write'], isEnforced: true },
          { name: 'key', kind: 'apiKey in query k', scopes: [], isEnforced: true },
        ],
        [{ name: 'basic', kind: 'http basic', scopes: [], isEnforced: true }],
      ],
      isProtected: true,
      limits: [],
    });
    expect(operations[0]?.limits).toMatchObject([{ policy: 'getA', limit: 5, window: 60_000 }]);
    expect(unprotected).toEqual(['getB', 'putB']);
    expect(operations.find(({ id }) => id === 'deleteB')?.alternatives).toEqual([
      [{ name: 'mutual', kind: 'mutualTLS', scopes: [], isEnforced: false }],
    ]);
  });
});
