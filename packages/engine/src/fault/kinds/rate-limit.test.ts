import { describe, expect, it } from '@jest/globals';
import { answerOf, operationView, planOf, problemsOf } from '../../testing/fault-context.ts';

const NAMES = [
  'Retry-After',
  'RateLimit-Policy',
  'RateLimit',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
];
const fieldsOf = (given: Record<string, unknown>): (string | undefined)[] =>
  NAMES.map((name) => answerOf(planOf('rate-limit', given)).header(name));
const now = Date.UTC(2026, 0, 1) / 1000;

describe('rate-limit', () => {
  it('is a 429 with all header fields that limiters use', () => {
    expect(answerOf(planOf('rate-limit')).status).toBe(429);
    expect(fieldsOf({})).toEqual(['30', '"default";q=100;w=60', '"default";r=0;t=30', '100', '0', String(now + 30)]);
  });

  it('leaves out what it is told to', () => {
    expect(fieldsOf({ retryAfter: 'none', fields: 'none' })).toEqual(NAMES.map(() => undefined));
    expect(fieldsOf({ fields: 'draft' }).slice(3)).toEqual([undefined, undefined, undefined]);
    expect(fieldsOf({ fields: 'legacy', limit: 5 })).toEqual(['30', undefined, undefined, '5', '0', String(now + 30)]);
  });

  it('counts down to the date that it names', () => {
    const fields = fieldsOf({ retryAfter: 'Thu, 01 Jan 2026 00:01:30 GMT' });
    expect(fields[2]).toBe('"default";r=0;t=90');
  });

  it("has the document's own body", () => {
    const operation = operationView({}, { 429: { message: 'slow down' } });
    expect(answerOf(planOf('rate-limit', {}, { operation })).text).toBe('{"message":"slow down"}');
  });

  it('refuses more that is left than there is', () => {
    expect(problemsOf('rate-limit', { limit: 1, remaining: 2 })).toEqual(['remaining is larger than limit.']);
  });
});
