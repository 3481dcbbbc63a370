import type { Engine, Exchange } from '@stuntdouble/engine';

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
  /** Of the answer; 0 where a fault let none through. */
  readonly status: number;
  readonly answerHeaders: Readonly<Record<string, string>>;
  /** Milliseconds of the sandbox's clock when the request was complete. */
  readonly at: number;
  readonly durationMs: number;
  /** `r1 reset fired`: each rule that matched. */
  readonly faults: readonly string[];
  /** Equal for requests with the same method, path, body and idempotency key. */
  readonly identity: string;
}

/** By how many milliseconds a sandbox was ahead when a request came; the journal has the engine's time. */
export interface Offsets {
  note(exchange: Pick<Exchange, 'id' | 'sandbox'>, offset: number): void;
  of(sandbox: string, id: string): number;
}

/** Of each sandbox, as many as are kept of its requests. */
const KEPT = 1000;

export function createOffsets(): Offsets {
  const sandboxes = new Map<string, Map<string, number>>();
  return {
    note({ id, sandbox }, offset) {
      if (offset === 0) return;
      const offsets = sandboxes.get(sandbox) ?? new Map<string, number>();
      sandboxes.set(sandbox, offsets.set(id, offset));
      const [oldest] = offsets.size > KEPT ? offsets.keys() : [];
      if (oldest !== undefined) offsets.delete(oldest);
    },
    of: (sandbox, id) => sandboxes.get(sandbox)?.get(id) ?? 0,
  };
}

/** What a sandbox received so far, oldest first; the last thousand. */
export function receivedIn({ journal, capture }: Engine, sandbox: string, offsets: Offsets): ReceivedRequest[] {
  const entries = new Map(journal.entries(sandbox).map((entry) => [entry.id, entry]));
  return (capture?.entries(sandbox) ?? []).flatMap(({ id, request, answer }) => {
    const entry = entries.get(id);
    if (entry === undefined) return [];
    const { operation, status, at, durationMs, faults } = entry;
    return {
      id,
      operation,
      method: request.method,
      target: targetIn(sandbox, request.target),
      headers: fieldsOf(request.headers),
      body: bodyOf(request.body),
      status,
      answerHeaders: fieldsOf(answer.headers),
      at: at + offsets.of(sandbox, id),
      durationMs,
      faults,
      identity: [entry.method, entry.pathDigest, entry.bodyDigest, entry.idempotencyDigest].join(' '),
    };
  });
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
