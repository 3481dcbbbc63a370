import type { RunRecord } from '../run-record.ts';
import { shown } from '../shown.ts';

/** What a run that had to be ended was waiting for, in words: a request that was open, or none. */
export function unfinishedWords({ attempts, durationMs, openConnections }: RunRecord): string {
  const last = attempts.at(-1);
  if (last === undefined) return 'it had sent no request';
  const { at, operation = 'an unknown operation', retryAfterMs = 0 } = last;
  if (last.at + last.durationMs >= durationMs)
    return `the request for ${operation} that it sent after ${shown(at)} was still open`;
  const connections = openConnections > 0 ? `, with ${openConnections} connections open` : '';
  const patient = retryAfterMs > 0 ? `, and asked to wait ${shown(retryAfterMs)} (Retry-After)` : '';
  return `its last request was over after ${shown(at + last.durationMs)}${connections}${patient}`;
}
