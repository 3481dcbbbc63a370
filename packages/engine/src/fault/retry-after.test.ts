import { describe, expect, it } from '@jest/globals';
import { retryAfterOf, retryAfterProblem } from './retry-after.ts';

describe('retryAfterOf', () => {
  it.each([
    ['0', '0'],
    ['120', '120'],
    ['1500ms', '2'],
    ['2m', '120'],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT'],
  ])('writes %s as %s', (text, field) => expect(retryAfterOf(text)).toBe(field));

  it.each(['', '-1', '1.5', 'soon', '2026-10-21T07:28:00Z', 'Wed, 99 Oct 2026 07:28:00 GMT'])(
    'takes %j for none',
    (text) => {
      expect(retryAfterOf(text)).toBeUndefined();
      expect(retryAfterProblem(text)).toContain('allowed: seconds (30)');
    },
  );
});
