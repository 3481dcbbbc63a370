import { describe, expect, it } from '@jest/globals';
import type { Finding } from '@stuntdouble/engine';
import { documentOf, operationOf } from '../testing/document-of.ts';
import { documentSummary, prismSummary } from './document-summary.ts';

const here = { invokedAs: 'stunt', cwd: '/project' };

describe('documentSummary', () => {
  it('tells what a document holds', () => {
    const document = documentOf({
      operations: [operationOf('GET', '/orders', {})],
      mediaTypes: ['application/json'],
      securitySchemes: [{ name: 'key', kind: 'apiKey in header X-Api-Key' }],
      basePaths: ['/v1'],
    });
    expect(documentSummary(document, here)).toBe(
      [
        'Orders 1.2.0 (OpenAPI 3.1) from orders.yaml',
        '  operations  1',
        '  media types application/json',
        '  security    key: apiKey in header X-Api-Key',
        '  base paths  /v1 (paths answer with and without)',
      ].join('\n'),
    );
  });

  it('lists the webhooks of a document that has nothing else', () => {
    const webhooks = [{ name: 'orderShipped', method: 'POST', pointer: '/webhooks/orderShipped/post' }];
    const text = documentSummary(documentOf({ webhooks }), here);
    expect(text).toContain('webhooks only: paths answer 404');
    expect(text).toContain('webhooks    orderShipped');
  });

  it('says of a document without operations and webhooks that nothing is served', () => {
    const text = documentSummary(documentOf({}), here);
    expect(text).toContain('nothing to serve: paths answer 404');
    expect(text).not.toContain('webhooks');
  });

  it('shows twenty findings, errors first, each with its place, and says where the others are', () => {
    const warning: Finding = {
      severity: 'warning',
      code: 'SPEC_ROUTE_DUPLICATE',
      message: 'two',
      pointer: '/paths/~1a/get',
    };
    const error: Finding = {
      severity: 'error',
      code: 'SPEC_REF_UNRESOLVED',
      message: 'gone',
      file: 'b.yaml',
      line: 3,
      column: 5,
      hint: 'Fix it.',
    };
    const lines = documentSummary(documentOf({ findings: [...Array(22).fill(warning), error] }), {
      ...here,
      invokedAs: 'npm start --',
    }).split('\n');
    expect(lines.slice(3, 8)).toEqual([
      '  security    none',
      '  error SPEC_REF_UNRESOLVED: gone',
      '    at b.yaml:3:5',
      '    hint: Fix it.',
      '  warning SPEC_ROUTE_DUPLICATE: two',
    ]);
    expect(lines[8]).toBe('    at orders.yaml#/paths/~1a/get');
    expect(lines.at(-1)).toBe('  and 3 more: npm start -- check orders.yaml');
  });
});

describe('prismSummary', () => {
  it('names the operations that run through prism-http and why', () => {
    expect(prismSummary([{ id: 'upload', reason: 'multipart' }])).toBe(
      '1 operation runs through prism-http: upload (multipart)',
    );
    expect(prismSummary([])).toBe('All operations are served by plans.');
  });
});
