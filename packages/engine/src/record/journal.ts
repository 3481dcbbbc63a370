import { type Answer, type DeclaredViolation, type Exchange, type Firing, violationWords } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { createKeyedDigests, DIGEST_WORDS, digestText, type KeyedDigests } from './keyed-digest.ts';

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

/**
 * What is noted of an exchange, for an entry to be made of it when someone reads. Holds no text of the request: a text that
 * lives as long as the ring is garbage that has grown old, and ten thousand of them cost more than all the rest of it.
 */
interface Note {
  /** Which of all that was recorded; tells the order between sandboxes. */
  order: number;
  serial: number;
  at: number;
  operation: Operation | undefined;
  method: string;
  status: number;
  source: string;
  durationMs: number;
  bytesIn: number;
  bytesOut: number;
  violations: readonly DeclaredViolation[] | undefined;
  firings: readonly Firing[] | undefined;
  refusal: string | undefined;
  limits: string | undefined;
  hasBody: boolean;
  hasIdempotencyKey: boolean;
}

const BLANK: Note = {
  order: 0,
  serial: 0,
  at: 0,
  operation: undefined,
  method: '',
  status: 0,
  source: '',
  durationMs: 0,
  bytesIn: 0,
  bytesOut: 0,
  violations: undefined,
  firings: undefined,
  refusal: undefined,
  limits: undefined,
  hasBody: false,
  hasIdempotencyKey: false,
};

/** The exchanges of one sandbox, the last `limit` of them. */
interface Ring {
  readonly sandbox: string;
  readonly notes: Note[];
  /** Of path, body and idempotency key of each note, made in blocks as they are needed. */
  readonly digests: Int32Array[];
  next: number;
}

const NOTES_PER_BLOCK = 32;
const WORDS_PER_NOTE = 3 * DIGEST_WORDS;
const PATH = 0;
const BODY = DIGEST_WORDS;
const IDEMPOTENCY = 2 * DIGEST_WORDS;

/** A ring of the last `limit` exchanges for each sandbox. `key` keeps digests from being guessed; it lives as long as the process. */
export function createJournal(key: string, idOf: (serial: number) => string, limit = 10_000): Journal {
  const rings = new Map<string, Ring>();
  const digests = createKeyedDigests(key);
  const watchers = new Set<(entry: JournalEntry) => void>();
  let order = 0;
  // Most requests are for the sandbox of the one before.
  let latest: Ring | undefined;
  const ringOf = (sandbox: string): Ring => {
    if (latest?.sandbox === sandbox) return latest;
    latest = rings.get(sandbox) ?? { sandbox, notes: [], digests: [], next: 0 };
    rings.set(sandbox, latest);
    return latest;
  };
  const entryAt = (ring: Ring, at: number): JournalEntry => entryOf(ring, at, idOf);
  return {
    record(exchange, now) {
      const ring = ringOf(exchange.sandbox);
      const at = ring.next;
      // Written over in place: a new object for each would be garbage that has grown old.
      const note = ring.notes[at] ?? { ...BLANK };
      note.order = order++;
      fill(note, exchange, now);
      digestRequest(digests, exchange, note, blockOf(ring, at), placeOf(at));
      ring.notes[at] = note;
      ring.next = at + 1 === limit ? 0 : at + 1;
      if (watchers.size === 0) return;
      const entry = entryAt(ring, at);
      for (const watcher of watchers) watcher(entry);
    },
    entryOf(exchange, now) {
      const note = { ...BLANK };
      const ring: Ring = { sandbox: exchange.sandbox, notes: [note], digests: [], next: 0 };
      fill(note, exchange, now);
      digestRequest(digests, exchange, note, blockOf(ring, 0), placeOf(0));
      return entryAt(ring, 0);
    },
    entries(sandbox) {
      const asked =
        sandbox === undefined ? [...rings.values()] : [rings.get(sandbox)].filter((ring) => ring !== undefined);
      return asked
        .flatMap((ring) => ring.notes.map(({ order: place }, at) => ({ ring, at, place })))
        .sort((a, b) => a.place - b.place)
        .map(({ ring, at }) => entryAt(ring, at));
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

function fill(note: Note, exchange: Exchange, now: number): void {
  const { request, answer } = exchange;
  const { body, method } = request;
  note.serial = exchange.serial;
  note.at = exchange.startedAt;
  note.operation = exchange.operation;
  note.method = STANDARD_METHODS.has(method) ? method : 'other';
  note.status = answer === undefined || answer.delivery?.end?.kind === 'nothing' ? 0 : answer.status;
  note.source = answer?.source ?? 'problem';
  note.durationMs = now - exchange.startedAt;
  note.bytesIn = request.stream === undefined ? body.length : Number(request.headers['content-length'] ?? 0);
  note.bytesOut = method === 'HEAD' ? 0 : bytesOf(answer);
  note.violations = exchange.declaredViolations;
  note.firings = exchange.firings;
  note.refusal = answer?.refusal;
  // Of the limits, not of the request: it is there already.
  note.limits = note.status === 429 ? limitsLeft(exchange.limitFields) : exchange.limitFields?.[1];
}

/** What is left of each stands in another field, in the same order. */
function limitsLeft([, policies, , standing = '']: readonly string[] = []): string | undefined {
  const left = [...standing.matchAll(/;r=(\d+);t=/g)];
  let at = 0;
  return policies?.replaceAll(/"(?:[^"\\]|\\.)*";q=\d+;w=\d+/g, (policy) => `${policy};r=${left[at++]?.[1] ?? ''}`);
}

function digestRequest(digests: KeyedDigests, { request }: Exchange, note: Note, into: Int32Array, at: number): void {
  const { target, body, headers } = request;
  const idempotencyKey = headers['idempotency-key'];
  note.hasBody = body.length > 0;
  note.hasIdempotencyKey = idempotencyKey !== undefined;
  digests.write(target, into, at + PATH);
  if (note.hasBody) digests.write(body, into, at + BODY);
  if (idempotencyKey !== undefined) digests.write(String(idempotencyKey), into, at + IDEMPOTENCY);
}

function blockOf({ digests }: Ring, at: number): Int32Array {
  const place = Math.floor(at / NOTES_PER_BLOCK);
  let block = digests[place];
  if (block === undefined) {
    block = new Int32Array(NOTES_PER_BLOCK * WORDS_PER_NOTE);
    digests[place] = block;
  }
  return block;
}

const placeOf = (at: number): number => (at % NOTES_PER_BLOCK) * WORDS_PER_NOTE;

/** Field by field, so that nothing leaves that is not listed here. */
function entryOf(ring: Ring, at: number, idOf: (serial: number) => string): JournalEntry {
  const block = blockOf(ring, at);
  const place = placeOf(at);
  const note = ring.notes[at] ?? BLANK;
  const { operation, violations = [], firings = [] } = note;
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
    violations: violations.map(violationWords),
    faults: firings.map(wordsOf),
    refusal: note.refusal,
    limits: note.limits,
    pathDigest: digestText(block, place + PATH),
    bodyDigest: note.hasBody ? digestText(block, place + BODY) : undefined,
    idempotencyDigest: note.hasIdempotencyKey ? digestText(block, place + IDEMPOTENCY) : undefined,
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
