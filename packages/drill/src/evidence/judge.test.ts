import { describe, expect, it } from '@jest/globals';
import { cellOf } from '../cell.ts';
import { defaultPlan, defaultThresholds } from '../plan/plan.ts';
import type { Attempt, RunRecord } from '../run-record.ts';
import { attemptOf, runOf } from '../testing/run-of.ts';
import type { Verdict } from '../verdict.ts';
import { baselineOf } from './baseline.ts';
import { judge } from './judge.ts';

const modeNamed = (id: string) => {
  const mode = defaultPlan.modes.find((each) => each.id === id);
  if (mode === undefined) throw new Error(`there is no mode ${id}`);
  return mode;
};

function judged(mode: string, run: Partial<RunRecord>, before: readonly RunRecord[] = [runOf(), runOf()]) {
  const baseline = baselineOf(before);
  const cell = cellOf('createOrder', modeNamed(mode));
  return judge({ cell, run: runOf(run), baseline, thresholds: defaultThresholds });
}

/** One request that met a fault and got nothing. */
const lost = (fault: string, given: Partial<Attempt> = {}): Attempt =>
  attemptOf({ fault, status: 503, done: false, ...given });
const many = (count: number, everyMs: number, make: (at: number) => Attempt): Attempt[] =>
  Array.from({ length: count }, (_, index) => make(10 + index * everyMs));
const failed = { exitCode: 1, output: 'Error: no order\n' };
const calls = (count: number): RunRecord[] => {
  const attempts = many(count, 20, (at) => attemptOf({ at, request: `order ${at}` }));
  return [runOf({ attempts }), runOf({ attempts })];
};

const cases: readonly [what: string, mode: string, run: Partial<RunRecord>, Verdict, before?: readonly RunRecord[]][] =
  [
    [
      'what passed after another attempt',
      'fails-twice',
      { attempts: [lost('status'), attemptOf({ at: 90 })] },
      'survived',
    ],
    [
      'what passed with a late answer',
      'latency',
      { attempts: [attemptOf({ fault: 'latency', durationMs: 1000 })] },
      'survived',
    ],
    [
      'a fallback that says so',
      '503',
      { attempts: [lost('status')], outcome: 'fallback', output: 'later' },
      'degraded',
    ],
    [
      'another word for a fallback',
      '503',
      { attempts: [lost('status')], outcome: 'shrug', output: 'later' },
      'survived',
    ],
    ['a failure within the deadline', '503', { ...failed, attempts: [lost('status')] }, 'failed-fast'],
    ['an end by a signal', '503', { ...failed, exitCode: undefined, attempts: [lost('status')] }, 'failed-fast'],
    [
      'a run that was ended at the deadline',
      'hang',
      { ended: 'deadline', exitCode: undefined, attempts: [lost('hang')] },
      'hung',
    ],
    ['a fault that met nothing', '503', { attempts: [attemptOf()] }, 'not-exercised'],
    ['a command that asked for nothing', '503', { attempts: [] }, 'not-exercised'],
    ['a pass that prints what it always does, with nothing usable', '503', { attempts: [lost('status')] }, 'swallowed'],
    ['the same with another output', '503', { attempts: [lost('status')], output: 'kept for later' }, 'survived'],
    [
      'an unexpected answer that is valid',
      'drift',
      { attempts: [attemptOf({ fault: 'drift', note: 'extra-field, surprising, valid' })] },
      'survived',
    ],
    ['an invalid answer that nobody looked at', 'drift', { attempts: [attemptOf({ fault: 'drift' })] }, 'swallowed'],
    [
      'invalid answers to several attempts',
      'drift',
      { attempts: many(3, 50, (at) => attemptOf({ at, fault: 'drift', key: 'k' })) },
      'swallowed',
    ],
    [
      'an invalid answer, then a good one',
      'html-once',
      { attempts: [attemptOf({ fault: 'wrong-media-type', key: 'k' }), attemptOf({ at: 50, key: 'k' })] },
      'survived',
    ],
    [
      'one of several calls that never got a good answer',
      'html-once',
      {
        attempts: [
          attemptOf({ fault: 'wrong-media-type', request: 'order 10' }),
          attemptOf({ at: 30, request: 'order 30' }),
        ],
      },
      'swallowed',
      calls(2),
    ],
    [
      'a write that was done twice',
      'reset-after',
      { attempts: [attemptOf({ fault: 'reset', status: 0 }), attemptOf({ at: 60 })] },
      'duplicated-write',
    ],
    [
      'a change that was made twice',
      'reset-after',
      { attempts: [10, 60].map((at) => attemptOf({ at, method: 'PATCH', fault: at === 10 ? 'reset' : undefined })) },
      'duplicated-write',
      [0, 1].map(() => runOf({ attempts: [attemptOf({ method: 'PATCH' })] })),
    ],
    [
      'the same under one key',
      'reset-after',
      { attempts: [attemptOf({ fault: 'reset', status: 0, key: 'k' }), attemptOf({ at: 60, key: 'k' })] },
      'survived',
    ],
    [
      'the same under two keys',
      'reset-after',
      { attempts: [attemptOf({ fault: 'reset', status: 0, key: 'k' }), attemptOf({ at: 60, key: 'l' })] },
      'duplicated-write',
    ],
    [
      'a write whose first attempt was never done',
      'reset-once',
      { attempts: [lost('reset', { status: 0 }), attemptOf({ at: 60 })] },
      'survived',
    ],
    [
      'writes that the baseline repeats as well',
      'latency',
      { attempts: many(2, 50, (at) => attemptOf({ at, fault: 'latency' })) },
      'survived',
      [0, 1].map(() => runOf({ attempts: many(2, 50, (at) => attemptOf({ at })) })),
    ],
    [
      'bodies that differ each time, one too many',
      'reset-after',
      { attempts: [attemptOf({ fault: 'reset', status: 0, request: 'c' }), attemptOf({ at: 60, request: 'd' })] },
      'duplicated-write',
      [runOf({ attempts: [attemptOf({ request: 'a' })] }), runOf({ attempts: [attemptOf({ request: 'b' })] })],
    ],
    [
      'reads that are repeated',
      '503',
      { ...failed, attempts: many(4, 200, (at) => lost('status', { at, method: 'GET' })) },
      'failed-fast',
    ],
    [
      'attempts without measure',
      '503',
      { ...failed, attempts: many(40, 2, (at) => lost('status', { at })) },
      'stormed',
    ],
    ['as many, slowly', '503', { ...failed, attempts: many(40, 2000, (at) => lost('status', { at })) }, 'failed-fast'],
    [
      'as many as so many calls explain',
      '503',
      { ...failed, attempts: many(40, 2, (at) => lost('status', { at })) },
      'failed-fast',
      calls(10),
    ],
    [
      'a flood that was cut off',
      '503',
      { ...failed, ended: 'flood', attempts: many(400, 1, (at) => lost('status', { at })) },
      'stormed',
    ],
    [
      'redirects that a usual client follows',
      'redirect-loop',
      { ...failed, attempts: many(21, 2, (at) => lost('redirect-loop', { at, status: 307 })) },
      'failed-fast',
    ],
    [
      'redirects without end',
      'redirect-loop',
      { ...failed, attempts: many(250, 2, (at) => lost('redirect-loop', { at, status: 307 })) },
      'stormed',
    ],
    [
      'a refusal that is repeated',
      '400',
      { ...failed, attempts: many(2, 500, (at) => lost('status', { at, status: 400 })) },
      'stormed',
    ],
    [
      'one other token after a 401',
      '401',
      { ...failed, attempts: many(2, 500, (at) => lost('status', { at, status: 401 })) },
      'failed-fast',
    ],
    [
      'token after token',
      '401',
      { ...failed, attempts: many(3, 500, (at) => lost('status', { at, status: 401 })) },
      'stormed',
    ],
    [
      'an attempt before Retry-After is over',
      'rate-limit',
      { attempts: [lost('rate-limit', { status: 429, retryAfterMs: 1000 }), attemptOf({ at: 80 })] },
      'stormed',
    ],
    [
      'one after it',
      'rate-limit',
      { attempts: [lost('rate-limit', { status: 429, retryAfterMs: 1000 }), attemptOf({ at: 1020 })] },
      'survived',
    ],
    [
      'the next of calls that run side by side',
      'rate-limit',
      { ...failed, attempts: [lost('rate-limit', { status: 429, retryAfterMs: 1000 }), attemptOf({ at: 12 })] },
      'failed-fast',
      [0, 1].map(() => runOf({ attempts: many(2, 1, (at) => attemptOf({ at, request: `${at}` })) })),
    ],
    [
      'a duplicate in a run that hung',
      'hang-after',
      {
        ended: 'deadline',
        exitCode: undefined,
        attempts: many(2, 900, (at) => attemptOf({ at, fault: 'hang', left: true })),
      },
      'duplicated-write',
    ],
  ];

describe('judge', () => {
  const rows = cases.map(([what, mode, run, verdict, before]) => ({ what, mode, run, verdict, before }));
  it.each(rows)('calls $what in $mode $verdict', ({ mode, run, verdict, before }) => {
    expect(judged(mode, run, before)).toMatchObject({ verdict });
  });

  it('says which request was open at the deadline', () => {
    const attempts = [lost('hang', { at: 40, durationMs: 29_960 })];
    const run = { ended: 'deadline', exitCode: undefined, durationMs: 30_000, attempts } as const;
    expect(judged('hang', run).evidence[0]).toBe(
      'The command was still running after 30 s and was ended; the request for createOrder that it sent after 40 ms was still open.',
    );
  });

  it('says what was wrong with an answer that was taken for right, by its place', () => {
    const drifted = (place: string) => lost('drift', { status: 200, note: `/${place} (missing, violating)` });
    const attempts = ['id', 'id', 'item', 'state', 'size'].map(drifted);
    expect(judged('drift', { attempts })).toMatchObject({
      verdict: 'swallowed',
      evidence: [
        expect.stringContaining('the answers it got were invalid'),
        'What was wrong with the answer: drift at /id (missing, violating); drift at /item (missing, violating); drift at /state (missing, violating) and 1 more.',
      ],
    });
  });

  it('tells of a client that came back before Retry-After was over, and of none that waited', () => {
    const after = (ms: number) => ({
      attempts: [lost('rate-limit', { status: 429, retryAfterMs: 1000 }), attemptOf({ at: 10 + ms })],
    });
    const words =
      'createOrder: the next attempt came 700 ms after one whose answer asked to wait 1 s (Retry-After); that is too early, and let pass, since 0.5 of it is enough for the plan.';
    expect(judged('rate-limit', after(700))).toMatchObject({
      verdict: 'survived',
      evidence: [expect.any(String), words],
    });
    expect(judged('rate-limit', after(1000)).evidence).toHaveLength(1);
    const [, ...others] = judged('rate-limit', after(100)).evidence;
    expect(others).toEqual([]);
  });

  it('tells how often was asked for answers that were wrong each time', () => {
    const attempts = many(3, 50, (at) => lost('drift', { at, status: 200, note: '/id (missing, violating)' }));
    expect(judged('drift', { attempts }).evidence[0]).toContain('It asked 3 times, and 1 in the baseline.');
  });

  it('says which connections were left open where nothing was asked any more', () => {
    const run = { ended: 'deadline', exitCode: undefined, durationMs: 30_000, openConnections: 4 } as const;
    expect(judged('503', { ...run, attempts: [lost('status')] }).evidence[0]).toContain(
      'its last request was over after 15 ms, with 4 connections open.',
    );
  });

  it('tells of connections and requests beyond what there should be', () => {
    const run = { ...failed, attempts: [lost('status')], peakConnections: 9, late: 2, unlisted: 7 };
    expect(judged('503', run).evidence.slice(1)).toEqual([
      '2 requests came after the command had ended: something that it started goes on.',
      'Requests beyond those listed: 7.',
      '9 connections were open at the same time, 1 in the baseline: those of failed requests are not closed.',
    ]);
  });
});
