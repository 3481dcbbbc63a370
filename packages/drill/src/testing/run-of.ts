import type { Attempt, RunRecord } from '../run-record.ts';

/** Records of runs as tests write them: what is not said is as in a run that went well. */
export const attemptOf = (given: Partial<Attempt> = {}): Attempt => ({
  operation: 'createOrder',
  method: 'POST',
  at: 10,
  durationMs: 5,
  status: 201,
  wrong: [],
  fault: undefined,
  note: undefined,
  connection: 1,
  left: false,
  retryAfterMs: undefined,
  request: 'one',
  key: undefined,
  done: true,
  ...given,
});

export const runOf = (given: Partial<RunRecord> = {}): RunRecord => ({
  exitCode: 0,
  ended: 'exited',
  durationMs: 100,
  deadlineMs: 30_000,
  outcome: undefined,
  output: 'anvil: open\n',
  attempts: [attemptOf()],
  unlisted: 0,
  peakConnections: 1,
  openConnections: 0,
  late: 0,
  ...given,
});
