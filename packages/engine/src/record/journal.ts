import { type Answer, type Exchange, type Firing, violationWords } from '../exchange.ts';
import { createKeyedDigests, digestText, type KeyedDigests } from './keyed-digest.ts';
import { NoteRing } from './note-ring.ts';

/**
 * What is remembered of an exchange and may leave the process: an allow list, field by field, without a value that the client
 * chose. Bodies, paths and keys appear as keyed digests only, so that equal ones can be recognised and none can be read.
 */
export interface JournalEntry {
  readonly id: string;
  /** Milliseconds since the epoch, of the engine's clock. */
  readonly at: number;
  readonly sandbox: string;
  /** operationId, or undefined where nothing matched. */
  readonly operation: string | undefined;
  readonly method: string;
  /** The path as the document writes it, never as it was asked. */
  readonly template: string | undefined;
  /** 0 where a fault let none through. */
  readonly status: number;
  readonly source: string;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** `query required /limit`: part, keyword and place of each violation, in the names of the document only. */
  readonly violations: readonly string[];
  /** `r1 status fired`, `r2 drift fired: /address/city`, `r3 reset not fired: probability`: each rule that matched, in their order. */
  readonly faults: readonly string[];
  /** Why the double refused, where it did: a code of the catalogue, or of OAuth. */
  readonly refusal: string | undefined;
  /** The limits that the request was counted by, as `RateLimit-Policy` has them: `"default";q=600;w=60`; of a 429 also what was left: `;r=0`. */
  readonly limits: string | undefined;
  readonly pathDigest: string;
  readonly bodyDigest: string | undefined;
  readonly idempotencyDigest: string | undefined;
}

export interface Journal {
  record(exchange: Exchange, now: number): void;
  /** What would be remembered of an exchange that is not over yet. */
  entryOf(exchange: Exchange, now: number): JournalEntry;
  /** Of one sandbox or of all, oldest first; bounded for each of them, so only the most recent are here. */
  entries(sandbox?: string): readonly JournalEntry[];
  /** Calls back with each entry as it is made; the result ends it. */
  watch(listener: (entry: JournalEntry) => void): () => void;
  /** Drops the entries of a sandbox. */
  forget(sandbox: string): void;
}

const STANDARD_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']);

/** A ring of the last `limit` exchanges for each sandbox. `key` keeps digests from being guessed; it lives as long as the process. */
export function createJournal(key: string, idOf: (serial: number) => string, limit = 10_000): Journal {
  const rings = new Map<string, NoteRing>();
  const digests = createKeyedDigests(key);
  const watchers = new Set<(entry: JournalEntry) => void>();
  let order = 0;
  // Most requests are for the sandbox of the one before.
  let latest: NoteRing | undefined;
  const ringOf = (sandbox: string): NoteRing => {
    if (latest?.sandbox === sandbox) return latest;
    latest = rings.get(sandbox) ?? new NoteRing(sandbox, limit);
    rings.set(sandbox, latest);
    return latest;
  };
  return {
    record(exchange, now) {
      const ring = ringOf(exchange.sandbox);
      const at = noted(ring, exchange, now, order++, digests);
      if (watchers.size === 0) return;
      const entry = entryAt(ring, at, idOf);
      for (const watcher of watchers) watcher(entry);
    },
    entryOf(exchange, now) {
      const ring = new NoteRing(exchange.sandbox, 1);
      return entryAt(ring, noted(ring, exchange, now, 0, digests), idOf);
    },
    entries(sandbox) {
      const asked =
        sandbox === undefined ? [...rings.values()] : [rings.get(sandbox)].filter((ring) => ring !== undefined);
      return asked
        .flatMap((ring) => Array.from({ length: ring.length }, (_, at) => ({ ring, at, order: ring.orderAt(at) })))
        .sort((a, b) => a.order - b.order)
        .map(({ ring, at }) => entryAt(ring, at, idOf));
    },
    watch(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    forget(sandbox) {
      rings.delete(sandbox);
      if (latest?.sandbox === sandbox) latest = undefined;
    },
  };
}

/** Writes it down; the place where. */
function noted(ring: NoteRing, exchange: Exchange, now: number, order: number, digests: KeyedDigests): number {
  const { request, answer, declaredViolations: violations, firings } = exchange;
  const { body, method, headers, target } = request;
  const status = answer === undefined || answer.delivery?.end?.kind === 'nothing' ? 0 : answer.status;
  const refusal = answer?.refusal;
  const idempotencyKey = headers['idempotency-key'];
  const hasBody = body.length > 0;
  const at = ring.add({
    order,
    serial: exchange.serial,
    at: exchange.startedAt,
    operation: exchange.operation,
    method: STANDARD_METHODS.has(method) ? method : 'other',
    status,
    source: answer?.source ?? 'problem',
    durationMs: now - exchange.startedAt,
    bytesIn: request.stream === undefined ? body.length : Number(headers['content-length'] ?? 0),
    bytesOut: method === 'HEAD' ? 0 : bytesOf(answer),
    // Of the limits, not of the request: it is there already.
    limits: status === 429 ? limitsLeft(exchange.limitFields) : exchange.limitFields?.[1],
    trouble:
      violations === undefined && firings === undefined && refusal === undefined
        ? undefined
        : { violations, firings, refusal },
    hasBody,
    hasIdempotencyKey: idempotencyKey !== undefined,
  });
  const place = ring.digestsAt(at);
  digests.write(target, place.words, place.path);
  if (hasBody) digests.write(body, place.words, place.body);
  if (idempotencyKey !== undefined) digests.write(String(idempotencyKey), place.words, place.idempotency);
  return at;
}

/** What is left of each stands in another field, in the same order. */
function limitsLeft([, policies, , standing = '']: readonly string[] = []): string | undefined {
  const left = [...standing.matchAll(/;r=(\d+);t=/g)];
  let at = 0;
  return policies?.replaceAll(/"(?:[^"\\]|\\.)*";q=\d+;w=\d+/g, (policy) => `${policy};r=${left[at++]?.[1] ?? ''}`);
}

/** Field by field, so that nothing leaves that is not listed here. */
function entryAt(ring: NoteRing, at: number, idOf: (serial: number) => string): JournalEntry {
  const note = ring.read(at);
  const { words, path, body, idempotency } = ring.digestsAt(at);
  const { operation, trouble } = note;
  return {
    id: idOf(note.serial),
    at: note.at,
    sandbox: ring.sandbox,
    operation: operation?.id,
    method: note.method,
    template: operation?.template,
    status: note.status,
    source: note.source,
    durationMs: note.durationMs,
    bytesIn: note.bytesIn,
    bytesOut: note.bytesOut,
    violations: (trouble?.violations ?? []).map(violationWords),
    faults: (trouble?.firings ?? []).map(wordsOf),
    refusal: trouble?.refusal,
    limits: note.limits,
    pathDigest: digestText(words, path),
    bodyDigest: note.hasBody ? digestText(words, body) : undefined,
    idempotencyDigest: note.hasIdempotencyKey ? digestText(words, idempotency) : undefined,
  };
}

/** Of a stream what its header block says of it, 0 where that says nothing. */
function bytesOf(answer: Answer | undefined): number {
  if (answer?.stream === undefined) return answer?.body?.length ?? 0;
  const at = answer.headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'content-length');
  return at === -1 ? 0 : Number(answer.headers[at + 1]);
}

const wordsOf = ({ rule, kind, fired, note }: Firing): string =>
  `${rule} ${kind} ${fired ? 'fired' : 'not fired'}${note === undefined ? '' : `: ${note}`}`;
