import { describe, expect, it } from '@jest/globals';
import { answerOf, healthyAnswer, planOf } from '../../testing/fault-context.ts';

describe('empty-body', () => {
  it('keeps status and media type, and nothing else of the answer', () => {
    const made = answerOf(planOf('empty-body', {}, { answer: healthyAnswer('{"a":1}') }));
    expect([made.status, made.header('Content-Type'), made.header('Content-Length'), made.text]).toEqual([
      200,
      'application/json',
      '0',
      '',
    ]);
  });
});
