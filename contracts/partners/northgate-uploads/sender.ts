/**
 * One call to the platform, with the retry rules of its document: after 429 and 503 as long as `Retry-After` says, after other 5xx, a timeout
 * or a lost connection 1 s and twice as long each time, five attempts. Never repeats another 4xx, nor anything that could be done twice.
 */
import { createHash } from 'node:crypto';

export interface Attempts {
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1: spreads the attempts of many clients. */
  readonly jitter: () => number;
  /** @default 10000 milliseconds for each answer */
  readonly answerMs?: number;
}

export interface Outgoing {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly idempotencyKey?: string;
  readonly json?: object;
  readonly bytes?: Uint8Array;
}

/** Gives the fields of the answer. */
export type Sender = (outgoing: Outgoing) => Promise<Readonly<Record<string, unknown>>>;

/** The platform decided against it; a person has to look. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** It may have happened, or not; the next run finds out. */
export class Unreachable extends Error {}

const attempts = 5;
const firstPauseMs = 1000;
const longestPauseMs = 30_000;

interface SenderSettings extends Attempts {
  readonly baseUrl: string;
  readonly apiKey: string;
}

export function sender(settings: SenderSettings): Sender {
  return async (outgoing) => {
    let notice = '';
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const answer = await once(settings, outgoing);
      if (answer.kind === 'done') return answer.fields;
      notice = answer.notice;
      if (attempt < attempts) await settings.sleep(answer.pauseMs ?? backoff(attempt, settings.jitter()));
    }
    throw new Unreachable(`${notice} Tried ${attempts} times; the next run goes on.`);
  };
}

const backoff = (attempt: number, jitter: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)) * (0.5 + jitter / 2);

type Answer =
  | { readonly kind: 'done'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'again'; readonly notice: string; readonly pauseMs?: number };

async function once({ baseUrl, apiKey, answerMs = 10_000 }: SenderSettings, outgoing: Outgoing): Promise<Answer> {
  const { method, path, idempotencyKey, json, bytes } = outgoing;
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        'x-api-key': apiKey,
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(json && { 'content-type': 'application/json' }),
        ...(bytes && { 'content-type': 'application/octet-stream', 'content-digest': digestOf(bytes) }),
      },
      ...(json && { body: JSON.stringify(json) }),
      ...(bytes && { body: Buffer.from(bytes) }),
      signal: AbortSignal.timeout(answerMs),
    });
    const fields = fieldsOf(await response.text());
    return response.ok ? { kind: 'done', fields } : judge(response, fields);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return { kind: 'again', notice: 'The platform did not answer.' };
  }
}

function judge({ status, headers }: Response, { code, detail }: Readonly<Record<string, unknown>>): Answer {
  const notice = `The platform answered ${status}.`;
  const inProgress = code === 'request_in_progress';
  if (status === 429 || status === 503 || inProgress) {
    const seconds = Number.parseInt(headers.get('retry-after') ?? '1', 10);
    return { kind: 'again', notice, pauseMs: (Number.isFinite(seconds) ? seconds : 1) * 1000 };
  }
  if (status >= 500) return { kind: 'again', notice };
  throw new Refused(typeof code === 'string' ? code : String(status), typeof detail === 'string' ? detail : notice);
}

/** Nothing of an answer that is no JSON is needed. */
function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object.fromEntries(Object.entries(Object(JSON.parse(text))));
  } catch {
    return {};
  }
}

const digestOf = (bytes: Uint8Array): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
