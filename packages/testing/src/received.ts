import type { CapturedExchange, Engine, JournalEntry } from '@stuntdouble/engine';
import type { Arrivals } from './arrivals.ts';

/** A request as a test asks for it: what the journal knows of it, with header fields and body. Secrets are taken out of them. */
export interface ReceivedRequest {
  /** The answer has it as `Stunt-Request-Id`. */
  readonly id: string;
  /** operationId; undefined where the document has no such operation. */
  readonly operation: string | undefined;
  readonly method: string;
  /** As the sandbox was asked, with its query: `/intakes?limit=2`. Without the `/~name` that led to it. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON and forms as values, anything else as text. */
  readonly body: unknown;
  /** Of the answer; 0 where there is none: it is under way, a fault let none through, or the client had given up. */
  readonly status: number;
  readonly answerHeaders: Readonly<Record<string, string>>;
  /** Milliseconds of the sandbox's clock when the request was complete. */
  readonly at: number;
  /** Until the answer was there; so far, where it is not. */
  readonly durationMs: number;
  /** `r1 reset fired`: each rule that matched. */
  readonly faults: readonly string[];
  /** Equal for requests with the same method, path, body and idempotency key. */
  readonly identity: string;
}

/** What a sandbox received so far, in the order of arrival, what is under way included; the last thousand. */
export function receivedIn(engine: Engine, sandbox: string, arrivals: Arrivals): ReceivedRequest[] {
  const { journal, capture, options, clocks } = engine;
  const entries = new Map(journal.entries(sandbox).map((entry) => [entry.id, entry]));
  const over = (capture?.entries(sandbox) ?? []).flatMap((captured) => {
    const entry = entries.get(captured.id);
    const arrival = arrivals.of(sandbox, captured.id);
    if (entry === undefined || arrival === undefined) return [];
    const { serial, offset, offsetAtEnd, left } = arrival;
    const request = requestOf(captured, left ? { ...entry, status: 0 } : entry, offset, offsetAtEnd);
    return [{ serial, request }];
  });
  const underWay = arrivals.underWay(sandbox).flatMap(({ exchange, offset }) => {
    const captured = capture?.entryOf(exchange);
    if (captured === undefined) return [];
    const entry = journal.entryOf(exchange, options.clock.now());
    return [{ serial: exchange.serial, request: requestOf(captured, entry, offset, clocks.offsetOf(sandbox)) }];
  });
  return [...over, ...underWay].sort((one, other) => one.serial - other.serial).map(({ request }) => request);
}

function requestOf(
  { id, sandbox, request, answer }: CapturedExchange,
  entry: JournalEntry,
  offset: number,
  offsetAtEnd: number,
): ReceivedRequest {
  const { operation, status, faults } = entry;
  return {
    id,
    operation,
    method: request.method,
    target: targetIn(sandbox, request.target),
    headers: fieldsOf(request.headers),
    body: bodyOf(request.body),
    status,
    answerHeaders: status === 0 ? {} : fieldsOf(answer.headers),
    at: entry.at + offset,
    durationMs: entry.durationMs + offsetAtEnd - offset,
    faults,
    identity: [entry.method, entry.pathDigest, entry.bodyDigest, entry.idempotencyDigest].join(' '),
  };
}

/** A path that led to the sandbox is no part of what it was asked: contracts and tests name the document's own paths. */
function targetIn(sandbox: string, target: string): string {
  const prefix = `/~${sandbox}`;
  if (!target.startsWith(prefix)) return target;
  const rest = target.slice(prefix.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : target;
}

function fieldsOf(flat: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < flat.length; at += 2) {
    const name = (flat[at] ?? '').toLowerCase();
    const value = flat[at + 1] ?? '';
    fields[name] = name in fields ? `${fields[name]}, ${value}` : value;
  }
  return fields;
}

function bodyOf(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
