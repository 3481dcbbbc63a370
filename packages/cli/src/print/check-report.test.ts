import { describe, expect, it } from '@jest/globals';
import { documentOf } from '../testing/document-of.ts';
import { checkReport } from './check-report.ts';

describe('checkReport', () => {
  it('groups findings by severity, shows repairs as differences, and counts', () => {
    const text = checkReport(
      documentOf({}),
      {
        findings: [
          { severity: 'warning', code: 'SPEC_EXAMPLE_INVALID', message: 'an example', pointer: '/a' },
          { severity: 'error', code: 'SPEC_SCHEMA_BROKEN', message: 'a schema', pointer: '/b', hint: 'Fix it.' },
        ],
        counts: { operations: 2, examples: 3, repaired: 1, schemas: 4 },
        webhooks: [
          { name: 'order.created', firedBy: ['createOrder', 'importOrders'] },
          { name: 'ping', firedBy: [] },
        ],
        repairs: [
          {
            operation: 'listOrders',
            status: '200',
            mediaType: 'application/json',
            example: 'default',
            pointer: '/paths',
            changes: [
              { path: ['0', 'id'], before: 1, after: '1', code: 'type' },
              { path: [], after: 'x'.repeat(200), code: 'required' },
            ],
          },
        ],
      },
      '/project',
    );
    expect(text).toBe(`Orders 1.2.0 (OpenAPI 3.1) from orders.yaml

error SPEC_SCHEMA_BROKEN: a schema
  at orders.yaml#/b
  hint: Fix it.

warning SPEC_EXAMPLE_INVALID: an example
  at orders.yaml#/a

Served instead of examples that violate their schema:
  listOrders 200 application/json example default (#/paths)
    0.id (type)
      - 1
      + "1"
    the whole body (required)
      + "${'x'.repeat(96)}...

Webhooks, and what fires them:
  order.created: createOrder, importOrders
  ping: nothing; webhooks.map of stunt.yaml can name operations

2 operations, 3 examples, 4 schemas checked; 1 example repaired. 1 error, 1 warning.`);
  });
});
