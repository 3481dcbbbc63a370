import { describe, expect, it } from '@jest/globals';
import { type Clock, systemClock } from '@stuntdouble/engine';
import { defaultPlan, type Plan, withDeadline } from './plan/plan.ts';
import type { Stage } from './run/stage.ts';
import { runBaseline } from './run-drill.ts';
import { attemptOf, runOf } from './testing/run-of.ts';

/** A command that takes so long, or hangs; it is ended where the stage is told to. */
function stageOf(takesMs: number): Stage & { readonly deadlines: number[] } {
  const deadlines: number[] = [];
  return {
    deadlines,
    url: undefined,
    close: async () => {},
    async run({ deadlineMs }) {
      deadlines.push(deadlineMs);
      if (takesMs <= deadlineMs) return runOf({ durationMs: takesMs });
      const attempts = [attemptOf({ operation: 'listOrders', at: 200, durationMs: deadlineMs })];
      return runOf({ exitCode: undefined, ended: 'deadline', durationMs: deadlineMs, deadlineMs, attempts });
    },
  };
}

const clock: Clock = { ...systemClock, now: () => 5000 };

const baselineIn = (stage: Stage, plan: Plan, budgetMs?: number) => {
  const signal = new AbortController().signal;
  const options = {
    stage,
    plan,
    clock,
    jobs: 1,
    signal,
    budgetMs,
    way: { kind: 'variables', names: [] } as const,
    onProgress: () => {},
  };
  return runBaseline(options, 0);
};

describe('a baseline that hangs', () => {
  const hangs = Number.POSITIVE_INFINITY;

  it.each([
    ['after ten minutes', defaultPlan, undefined, '600 s'],
    ['after three times a deadline that was named', withDeadline(defaultPlan, 20_000), undefined, '60 s'],
    ['not at once where that is short', withDeadline(defaultPlan, 500), undefined, '10 s'],
    ['when the budget is used up', defaultPlan, 25_000, '20 s'],
  ])('is ended %s', async (_, plan, budgetMs, time) => {
    await expect(baselineIn(stageOf(hangs), plan, budgetMs)).rejects.toMatchObject({
      code: 'DRILL_BASELINE_FAILED',
      message: expect.stringContaining(
        `The command did not end: it was still running after ${time} without any fault, and the request for listOrders that it sent after 200 ms was still open.`,
      ),
      hint: expect.stringContaining('Make it end by itself'),
    });
  });

  it('is told from one that only takes its time', async () => {
    const stage = stageOf(400_000);
    expect(await baselineIn(stage, defaultPlan)).toMatchObject({ durationMs: 400_000 });
    expect(stage.deadlines).toEqual([600_000, 600_000]);
  });
});
