import { describe, expect, it } from '@jest/globals';
import { commonOutput } from './common-output.ts';

const isSame = (baselines: readonly string[], output: string): boolean => commonOutput(baselines).isSame(output);

describe('commonOutput', () => {
  it.each([
    ['the same lines', ['a\nb\n', 'a\nb\n'], 'a\nb'],
    ['lines in another order', ['a\nb', 'a\nb'], 'b\na'],
    ['other durations and times', ['ok (3.1 ms) at 10:00:01', 'ok (4 ms) at 10:00:02'], 'ok (12 ms) at 11:30:59'],
    [
      'durations that happened to be equal',
      ['ok 1 (1 ms)\nduration_ms 12.5', 'ok 1 (1 ms)\nduration_ms 12.5'],
      'ok 1 (2 ms)\nduration_ms 99.1',
    ],
    ['ids that differ each time', ['made 0d9f2c3e-11', 'made 77aa00bb-12'], 'made deadbeef-13'],
    ['colours', ['\u001b[32mok\u001b[0m', 'ok'], 'ok'],
    ['a line less, where the baseline has it once only', ['a\nrandom b', 'a'], 'a'],
  ])('takes %s for the same', (_, baselines, output) => {
    expect(isSame(baselines, output)).toBe(true);
  });

  it.each([
    ['another value', ['weight: 3', 'weight: 3'], 'weight: 4'],
    ['a line more', ['a', 'a'], 'a\nwarning: no answer'],
    ['a line less', ['a\nb', 'a\nb'], 'a'],
    ['a line once instead of twice', ['a\na', 'a\na'], 'a'],
    ['nothing', ['a', 'a'], ''],
  ])('takes %s for something else', (_, baselines, output) => {
    expect(isSame(baselines, output)).toBe(false);
  });
});
