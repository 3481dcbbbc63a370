import type { Pacing } from '../delivery.ts';

/** `upTo` bytes of the body are on the wire `at` milliseconds after its beginning. */
export interface Step {
  readonly at: number;
  readonly upTo: number;
}

/** Often enough to look like a trickle, seldom enough to cost nothing. */
const TICK_MS = 50;

/** When which part of `length` bytes leaves. Knows the plan only; never waits. The last step is the whole. */
export function* pace(pacing: Pacing | undefined, length: number): Generator<Step> {
  if (pacing?.kind === 'rate') yield* atRate(pacing.bytesPerSecond, length);
  else if (pacing?.kind === 'chunks') yield* inChunks(Math.min(pacing.chunks, length), pacing.over, length);
  else if (pacing?.kind === 'stall') {
    yield { at: 0, upTo: Math.floor(length * pacing.fraction) };
    yield { at: pacing.for ?? Number.POSITIVE_INFINITY, upTo: length };
  } else yield { at: 0, upTo: length };
}

/** The header block in pieces: first a byte or more after one tick, the last at `over`. */
export const dribble = (over: number, length: number): Generator<Step> =>
  inChunks(Math.min(length, Math.ceil(over / TICK_MS)), over, length);

function* atRate(bytesPerSecond: number, length: number): Generator<Step> {
  const tick = Math.max(TICK_MS, 1000 / bytesPerSecond);
  const whole = (length * 1000) / bytesPerSecond;
  for (let at = tick; at < whole; at += tick) yield { at, upTo: Math.floor((at * bytesPerSecond) / 1000) };
  yield { at: whole, upTo: length };
}

function* inChunks(chunks: number, over: number, length: number): Generator<Step> {
  for (let chunk = 1; chunk < chunks; chunk++)
    yield { at: (over * chunk) / chunks, upTo: Math.floor((length * chunk) / chunks) };
  yield { at: over, upTo: length };
}
