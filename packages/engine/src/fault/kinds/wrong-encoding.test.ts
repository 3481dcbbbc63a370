import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { answerOf, healthyAnswer, planOf } from '../../testing/fault-context.ts';

describe('wrong-encoding', () => {
  it('says gzip of bytes that are not', () => {
    const made = answerOf(planOf('wrong-encoding', {}, { answer: healthyAnswer('{"a":1}') }));
    expect([made.header('Content-Encoding'), made.text, made.header('Content-Length')]).toEqual([
      'gzip',
      '{"a":1}',
      '7',
    ]);
    expect(() => gunzipSync(made.text)).toThrow('incorrect header check');
  });
});
