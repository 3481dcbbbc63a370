import { createHmac } from 'node:crypto';
import { type Exchange, violationWords } from '@stuntdouble/engine';
import { harmOf } from '../mode.ts';
import type { Attempt } from '../run-record.ts';
import type { KeyOf } from './idempotency-key.ts';
import type { Wire, WireWatch } from './watch-wires.ts';

/** Makes attempts of the exchanges of one run. Keeps digests of what was sent, never what was sent. */
export interface AttemptLog {
  record(exchange: Exchange): void;
  readonly count: number;
  /** As it is now; durations of what goes on end at `now`. */
  attempts(begun: number, now: number): readonly Attempt[];
}

interface Noted {
  readonly wire: Wire | undefined;
  readonly at: number;
  readonly attempt: Omit<Attempt, 'at' | 'durationMs' | 'connection' | 'left'>;
}

const MOST_ATTEMPTS = 5000;
const ISSUER = '/_auth/';

/** Faults that end the connection themselves: that it is gone says nothing of the client. */
const BREAKING = new Set(['reset', 'empty', 'garbage', 'truncate', 'refuse', 'idle-close']);

/** `key` keeps digests from being guessed; runs that are compared share it. */
export function createAttemptLog(key: string, wires: WireWatch, keyOf: KeyOf): AttemptLog {
  const noted: Noted[] = [];
  let count = 0;
  const digest = (text: string, body: Uint8Array = new Uint8Array()): string =>
    createHmac('sha256', key).update(text).update('\n').update(body).digest('base64url').slice(0, 16);
  return {
    get count() {
      return count;
    },
    record(exchange) {
      // Tokens are fetched from the double itself, and are no use of the API.
      if (exchange.request.target.startsWith(ISSUER)) return;
      count += 1;
      if (noted.length >= MOST_ATTEMPTS) return;
      const wire = wires.wireOf(exchange.request.headers);
      noted.push({ wire, at: exchange.startedAt, attempt: attemptOf(exchange, digest, keyOf(exchange)) });
    },
    attempts: (begun, now) =>
      noted
        .map(({ wire, at, attempt }) => {
          const arrived = wire?.arrivedAt ?? at;
          const broken = attempt.fault !== undefined && BREAKING.has(attempt.fault);
          return {
            ...attempt,
            at: arrived - begun,
            durationMs: (wire?.closedAt ?? now) - arrived,
            connection: wire?.connection ?? 0,
            left: wire?.closedAt !== undefined && !wire.finished && !broken,
          };
        })
        .sort((a, b) => a.at - b.at),
  };
}

function attemptOf(
  exchange: Exchange,
  digest: (text: string, body?: Uint8Array) => string,
  key: string | undefined,
): Noted['attempt'] {
  const { request, operation, answer, firings = [] } = exchange;
  const fired = firings.filter((firing) => firing.fired);
  // The worst of them is the one that the client has to live with.
  const [met] = fired.toSorted((a, b) => weight(b.kind) - weight(a.kind));
  const status = answer?.status ?? 0;
  return {
    operation: operation?.id,
    method: request.method,
    status: answer?.delivery?.end?.kind === 'nothing' || status === LEFT ? 0 : status,
    wrong: (exchange.declaredViolations ?? []).map(violationWords),
    fault: met?.kind,
    note: met?.note,
    retryAfterMs: retryAfterOf(answer?.headers ?? []),
    request: digest(`${request.method} ${request.target}`, request.body),
    key: key === undefined ? undefined : digest(key),
    done: status >= 200 && status < 300 && !fired.some(({ kind }) => kind === 'answer' || kind === 'status'),
  };
}

/** What the engine notes where the client left while it was held. */
const LEFT = 499;

const weight = (kind: string): number => ({ late: 0, odd: 1, invalid: 2, lost: 3 })[harmOf(kind)];

/** Seconds only: a date is by the clock of the sandbox. */
function retryAfterOf(headers: readonly string[]): number | undefined {
  const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'retry-after');
  const value = at === -1 ? '' : (headers[at + 1] ?? '');
  return /^\d+$/.test(value) ? Number(value) * 1000 : undefined;
}
