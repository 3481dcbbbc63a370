import { randomUUID } from 'node:crypto';

/**
 * The same client, made to live with an API that fails: every attempt ends, a few follow with growing pauses, Retry-After is
 * heeded, all attempts of a booking carry one key, answers are looked at, and where nothing helps the caller gets a fallback.
 */
const base = process.env.FERRY_URL ?? 'https://ferry.example';
const ATTEMPTS = 3;
const TIMEOUT_MS = 1500;
const PAUSE_MS = 50;

export interface Departure {
  readonly id: string;
  readonly freeSeats: number;
}

export type Booked = { readonly kind: 'booked'; readonly seat: number } | { readonly kind: 'noted' };

/** Undefined where the ferry cannot be asked: then the office shows the printed time table. */
export async function departure(id: string): Promise<Departure | undefined> {
  const found = await ask(`/departures/${encodeURIComponent(id)}`, {}, isDeparture);
  return found;
}

/** `noted`: written down, to be booked when the ferry can be reached again. */
export async function book(departureId: string, passenger: string): Promise<Booked> {
  const body = JSON.stringify({ departure: departureId, passenger });
  const made = await ask('/bookings', { method: 'POST', body }, isBooking);
  return made === undefined ? { kind: 'noted' } : { kind: 'booked', seat: made.seat };
}

/** Undefined where no attempt brought an answer that can be used. */
async function ask<Answer>(path: string, init: RequestInit, isAnswer: (json: unknown) => json is Answer) {
  const headers = {
    'X-Api-Key': process.env.STUNT_API_KEY ?? '',
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const outcome = await once(new URL(path, base), { ...init, headers }, isAnswer);
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

/** The signal ends the whole of it, the body too. */
async function once<Answer>(url: URL, init: RequestInit, isAnswer: (json: unknown) => json is Answer) {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(url, { ...init, signal, redirect: 'manual' });
    const text = await answer.text();
    return outcomeOf(answer, text, isAnswer);
  } catch {
    return { kind: 'again', waitMs: 0 } as const;
  }
}

function outcomeOf<Answer>(
  answer: Response,
  text: string,
  isAnswer: (json: unknown) => json is Answer,
): Outcome<Answer> {
  const { status, headers } = answer;
  if (status === 429 || status >= 500) return { kind: 'again', waitMs: Number(headers.get('retry-after') ?? 0) * 1000 };
  if (!answer.ok) return { kind: 'useless' };
  // A page of a gateway says 200 as well.
  if (!headers.get('content-type')?.startsWith('application/json')) return { kind: 'again', waitMs: 0 };
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
