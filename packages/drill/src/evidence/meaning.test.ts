import { describe, expect, it } from '@jest/globals';
import { cellOf } from '../cell.ts';
import { defaultPlan } from '../plan/plan.ts';
import type { Verdict } from '../verdict.ts';
import { meaningOf } from './meaning.ts';

const meant = (verdict: Verdict, id: string): string[] =>
  defaultPlan.modes.filter((mode) => mode.id === id).map((mode) => meaningOf(verdict, cellOf('createOrder', mode)));

describe('what a verdict means', () => {
  it('is not, of answers that are all late, that asking again would have helped', () => {
    expect(meant('failed-fast', 'latency')).toEqual([expect.stringContaining('asking again meets the same wait')]);
    expect(meant('failed-fast', 'fails-twice')).toEqual([expect.stringContaining('would have helped')]);
    expect(meant('survived', 'latency')).toEqual([expect.stringContaining('waits so long')]);
  });
});
