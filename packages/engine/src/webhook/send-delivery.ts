import type { LookupFunction } from 'node:net';
import type { Clock } from '../time/clock.ts';
import { retryAfterMs } from './retry-after.ts';
import { guardedConnector, guardedLookup, TargetRefused } from './target/guarded-connection.ts';
import type { TargetRules } from './target/target-rules.ts';
import type { AttemptOutcome, SignedDelivery } from './webhook.ts';

/** Posts one delivery over a connection of its own and says what came of it. Follows no redirect, keeps nothing of the answer, never rejects. */
export type SendDelivery = (url: string, delivery: SignedDelivery, signal: AbortSignal) => Promise<AttemptOutcome>;

export interface SendOptions {
  readonly rules: TargetRules;
  /** Of the engine: moving a sandbox's time cuts nothing off. */
  readonly clock: Clock;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  /** @default the system's */
  readonly lookup?: LookupFunction | undefined;
}

/** What is read of an answer so that the receiver can finish it. */
const READ_BYTES = 64 * 1024;

export function createSendDelivery({ rules, clock, timeout, lookup }: SendOptions): SendDelivery {
  return async (url, delivery, signal) => {
    if (rules.refusalOfUrl(url) !== undefined) return { status: 0, reason: 'target-refused' };
    const ended = new AbortController();
    const late = clock.sleep(timeout, ended.signal).then(
      () => ended.abort('late'),
      () => {}, // The answer came first.
    );
    const end = AbortSignal.any([signal, ended.signal]);
    try {
      return await post(new URL(url), delivery, end, { rules, lookup, clock });
    } catch (error) {
      return { status: 0, reason: reasonOf(error, signal, ended.signal) };
    } finally {
      if (!ended.signal.aborted) ended.abort('done');
      await late;
    }
  };
}

async function post(
  url: URL,
  { method, headers, body }: SignedDelivery,
  signal: AbortSignal,
  { rules, lookup, clock }: Pick<SendOptions, 'rules' | 'lookup' | 'clock'>,
): Promise<AttemptOutcome> {
  // By its default: the packed command has no other export of a CommonJS module.
  const { Client, buildConnector } = (await import('undici')).default;
  const connect = guardedConnector(rules, buildConnector({ lookup: guardedLookup(rules, lookup) }));
  const client = new Client(url.origin, { connect, headersTimeout: 0, bodyTimeout: 0 });
  try {
    const answer = await client.request({ method, path: url.pathname + url.search, headers, body, signal });
    await answer.body.dump({ limit: READ_BYTES, signal });
    const { statusCode: status, headers: fields } = answer;
    const retryAfter = retryAfterMs(fields['retry-after'], clock.now());
    return { status, reason: redirectOf(status, fields.location, url, rules), retryAfter };
  } finally {
    await client.destroy();
  }
}

/** No redirect is followed; one that leads where nothing may be sent says so. */
function redirectOf(
  status: number,
  location: string | string[] | undefined,
  url: URL,
  rules: TargetRules,
): AttemptOutcome['reason'] {
  if (status < 300 || status > 399 || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, url.href)) return 'redirect';
  return rules.refusalOfUrl(new URL(location, url.href).href) === undefined ? 'redirect' : 'redirect-refused';
}

function reasonOf(error: unknown, signal: AbortSignal, ended: AbortSignal): AttemptOutcome['reason'] {
  if (signal.aborted) return 'closed';
  if (ended.aborted) return 'timeout';
  return isRefusal(error) ? 'target-refused' : 'connection';
}

/** Several addresses of one name fail as one error that holds theirs. */
function isRefusal(error: unknown): boolean {
  if (error instanceof TargetRefused) return true;
  if (error instanceof AggregateError) return error.errors.some(isRefusal);
  return error instanceof Error && error.cause !== undefined && isRefusal(error.cause);
}
