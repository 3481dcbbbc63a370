import { randomUUID } from 'node:crypto';
import { Agent, type Dispatcher, request } from 'undici';

/**
 * The same client on undici, made to live with an API that fails: every attempt ends, a few follow with growing pauses, Retry-After is
 * heeded, all attempts of a booking carry one key, answers are looked at, and where nothing helps the caller gets a fallback.
 */
const base = process.env.FERRY_URL ?? 'https://ferry.example';
const ATTEMPTS = 3;
const TIMEOUT_MS = 1500;
const PAUSE_MS = 50;
const LONGEST_ANSWER = 100_000;

/** Connections are few, end after a while without use, and none is waited for longer than for an answer. */
const agent = new Agent({
  connections: 4,
  connectTimeout: TIMEOUT_MS,
  keepAliveTimeout: 2000,
  maxResponseSize: LONGEST_ANSWER,
});

export interface Departure {
  readonly id: string;
  readonly freeSeats: number;
}

export type Booked = { readonly kind: 'booked'; readonly seat: number } | { readonly kind: 'noted' };

/** Undefined where the ferry cannot be asked: then the office shows the printed time table. */
export async function departure(id: string): Promise<Departure | undefined> {
  return ask({ method: 'GET', path: `/departures/${encodeURIComponent(id)}` }, isDeparture);
}

/** `noted`: written down, to be booked when the ferry can be reached again. */
export async function book(departureId: string, passenger: string): Promise<Booked> {
  const body = JSON.stringify({ departure: departureId, passenger });
  const made = await ask({ method: 'POST', path: '/bookings', body }, isBooking);
  return made === undefined ? { kind: 'noted' } : { kind: 'booked', seat: made.seat };
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

/** Undefined where no attempt brought an answer that can be used. */
async function ask<Answer>(call: Call, isAnswer: (json: unknown) => json is Answer) {
  const headers = {
    'X-Api-Key': process.env.STUNT_API_KEY ?? '',
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const outcome = await once(call, headers, isAnswer);
    if (outcome.kind === 'good') return outcome.answer;
    if (outcome.kind === 'useless' || attempt === ATTEMPTS) return undefined;
    await new Promise((resolve) => setTimeout(resolve, Math.max(outcome.waitMs, PAUSE_MS * 2 ** attempt)));
  }
  return undefined;
}

type Outcome<Answer> =
  | { readonly kind: 'good'; readonly answer: Answer }
  /** Worth another attempt, after a while. */
  | { readonly kind: 'again'; readonly waitMs: number }
  | { readonly kind: 'useless' };

/** The signal ends the whole of it, the body too. Redirects are not followed. */
async function once<Answer>(
  { method, path, body }: Call,
  headers: Record<string, string>,
  isAnswer: (json: unknown) => json is Answer,
): Promise<Outcome<Answer>> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await request(new URL(path, base), { dispatcher: agent, method, headers, signal, body });
    return outcomeOf(answer, await answer.body.text(), isAnswer);
  } catch {
    return { kind: 'again', waitMs: 0 };
  }
}

function outcomeOf<Answer>(
  { statusCode, headers }: Dispatcher.ResponseData,
  text: string,
  isAnswer: (json: unknown) => json is Answer,
): Outcome<Answer> {
  if (statusCode === 429 || statusCode >= 500)
    return { kind: 'again', waitMs: Number(headers['retry-after'] ?? 0) * 1000 };
  if (statusCode < 200 || statusCode > 299) return { kind: 'useless' };
  // A page of a gateway says 200 as well.
  if (!String(headers['content-type']).startsWith('application/json')) return { kind: 'again', waitMs: 0 };
  const json: unknown = JSON.parse(text);
  return isAnswer(json) ? { kind: 'good', answer: json } : { kind: 'useless' };
}

const isRecord = (json: unknown): json is Record<string, unknown> => typeof json === 'object' && json !== null;

const isDeparture = (json: unknown): json is Departure =>
  isRecord(json) &&
  typeof json.id === 'string' &&
  Number.isInteger(json.freeSeats) &&
  typeof json.leavesAt === 'string' &&
  !Number.isNaN(Date.parse(json.leavesAt));

const isBooking = (json: unknown): json is { readonly id: string; readonly seat: number } =>
  isRecord(json) &&
  Number.isInteger(json.seat) &&
  [json.id, json.departure, json.passenger].every((text) => typeof text === 'string');
