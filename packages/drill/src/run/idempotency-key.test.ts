import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type ApiDocument, loadDocument } from '@stuntdouble/engine';
import { defaultThresholds } from '../plan/plan.ts';
import { keyReader } from './idempotency-key.ts';

const document = await loadDocument(join(import.meta.dirname, '../testing/orders.yaml'));
const [operation] = document.operations;

/** An operation whose model has these header fields. */
function describing(...headers: readonly object[]): ApiDocument {
  const model = () => ({ request: { headers } });
  return { ...document, operations: document.operations.map((each) => ({ ...each, model })) } as unknown as ApiDocument;
}

const keyOf = (
  given: { headers?: Record<string, string>; body?: string },
  places: readonly string[] = defaultThresholds.duplicateKeys,
  of = document,
) => {
  const { headers = {}, body = '' } = given;
  return keyReader(
    places,
    of,
  )({ request: { method: 'POST', target: '/orders', headers, body: Buffer.from(body) }, operation });
};

describe('the key of a write', () => {
  it('is in the usual header fields, where a plan says nothing', () => {
    expect(keyOf({ headers: { 'idempotency-key': 'k-1' } })).toBe('k-1');
    expect(keyOf({ headers: { 'x-idempotency-key': 'k-2' } })).toBe('k-2');
    expect(keyOf({ headers: { 'x-request-id': 'k-3' }, body: '{"requestId":"k-4"}' })).toBeUndefined();
  });

  it('is where the plan says: a header field in any case, or a place in the body', () => {
    const places = ['X-Request-Id', '/meta/a~1b'];
    expect(keyOf({ headers: { 'x-request-id': 'k-3' } }, places)).toBe('k-3');
    expect(keyOf({ body: '{"meta":{"a/b":7}}' }, places)).toBe('7');
    expect(keyOf({ body: '{"meta":' }, places)).toBeUndefined();
    expect(keyOf({ body: '{"meta":null}' }, places)).toBeUndefined();
    expect(keyOf({ headers: { 'x-idempotency-key': 'k-2' } }, places)).toBeUndefined();
  });

  it('is in a header field that the document describes as one', () => {
    const described = describing({ name: 'X-Ref', description: 'Makes the order idempotent.' }, { name: 'X-Other' });
    expect(keyOf({ headers: { 'x-ref': 'k-5', 'x-other': 'no' } }, [], described)).toBe('k-5');
    expect(keyOf({ headers: { 'x-other': 'no' } }, [], described)).toBeUndefined();
  });
});
