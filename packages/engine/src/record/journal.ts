import { hash } from 'node:crypto';
import type { Answer, DeclaredViolation, Exchange, Firing } from '../exchange.ts';
import type { Operation } from '../operation.ts';

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
  /** `r1 status fired`, `r2 drift fired: /items/0/name`, `r3 reset not fired: probability`: each rule that matched, in their order. */
  readonly faults: readonly string[];
  readonly pathDigest: string;
  readonly bodyDigest: string | undefined;
  readonly idempotencyDigest: string | undefined;
}

export interface Journal {
  record(exchange: Exchange, now: number): void;
  /** Oldest first; bounded, so only the most recent are here. */
  entries(): readonly JournalEntry[];
  /** Calls back with each entry as it is made; the result ends it. */
  watch(listener: (entry: JournalEntry) => void): () => void;
  /** Drops the entries of a sandbox. */
  forget(sandbox: string): void;
}

const STANDARD_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']);

/**
 * What is noted of an exchange, for an entry to be made of it when someone reads: writing happens with every request, and
 * half its cost was the digest of the path and new objects that live just long enough to be moved twice. Never leaves this file.
 */
interface Note {
  id: string;
  at: number;
  sandbox: string;
  operation: Operation | undefined;
  method: string;
  status: number;
  source: string;
  durationMs: number;
  bytesIn: number;
  bytesOut: number;
  violations: readonly DeclaredViolation[] | undefined;
  firings: readonly Firing[] | undefined;
  /** As it was asked; its digest where it is long. */
  path: string;
  isPathDigest: boolean;
  bodyDigest: string | undefined;
  idempotencyDigest: string | undefined;
}

const BLANK: Note = {
  id: '',
  at: 0,
  sandbox: '',
  operation: undefined,
  method: '',
  status: 0,
  source: '',
  durationMs: 0,
  bytesIn: 0,
  bytesOut: 0,
  violations: undefined,
  firings: undefined,
  path: '',
  isPathDigest: false,
  bodyDigest: undefined,
  idempotencyDigest: undefined,
};

/** A longer path is not kept: the ring must not grow with what clients send. */
const KEPT_PATH = 512;

/** A ring of the last `limit` exchanges. `key` keeps digests from being guessed; it lives as long as the process. */
export function createJournal(key: string, limit = 10_000): Journal {
  let ring: Note[] = [];
  const digest = createDigest(key);
  const watchers = new Set<(entry: JournalEntry) => void>();
  let next = 0;
  const inOrder = (): Note[] => (ring.length < limit ? ring : [...ring.slice(next), ...ring.slice(0, next)]);
  return {
    record(exchange, now) {
      // Written over in place: a new object for each would be garbage that has grown old.
      const note = ring[next] ?? { ...BLANK };
      fill(note, exchange, now, digest);
      ring[next] = note;
      next = (next + 1) % limit;
      if (watchers.size === 0) return;
      const entry = entryOf(note, digest);
      for (const watcher of watchers) watcher(entry);
    },
    entries: () => inOrder().map((note) => entryOf(note, digest)),
    watch(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    forget(sandbox) {
      ring = inOrder().filter((note) => note.sandbox !== sandbox);
      next = ring.length % limit;
    },
  };
}

function fill(note: Note, exchange: Exchange, now: number, digest: Digest): void {
  const { request, answer } = exchange;
  const { target, body, method } = request;
  const idempotencyKey = request.headers['idempotency-key'];
  note.id = exchange.id;
  note.at = exchange.startedAt;
  note.sandbox = exchange.sandbox;
  note.operation = exchange.operation;
  note.method = STANDARD_METHODS.has(method) ? method : 'other';
  note.status = answer === undefined || answer.delivery?.end?.kind === 'nothing' ? 0 : answer.status;
  note.source = answer?.source ?? 'problem';
  note.durationMs = now - exchange.startedAt;
  note.bytesIn = request.stream === undefined ? body.length : Number(request.headers['content-length'] ?? 0);
  note.bytesOut = bytesOf(answer);
  note.violations = exchange.declaredViolations;
  note.firings = exchange.firings;
  note.isPathDigest = target.length > KEPT_PATH;
  note.path = note.isPathDigest ? digest(target) : target;
  note.bodyDigest = body.length === 0 ? undefined : digest(body);
  note.idempotencyDigest = idempotencyKey === undefined ? undefined : digest(String(idempotencyKey));
}

/** Field by field, so that nothing leaves that is not listed here. */
function entryOf(note: Note, digest: Digest): JournalEntry {
  const { operation, violations = [], firings = [] } = note;
  return {
    id: note.id,
    at: note.at,
    sandbox: note.sandbox,
    operation: operation?.id,
    method: note.method,
    template: operation?.template,
    status: note.status,
    source: note.source,
    durationMs: note.durationMs,
    bytesIn: note.bytesIn,
    bytesOut: note.bytesOut,
    violations: violations.map(
      ({ in: part, code, path }) => `${part} ${code} ${path.map((name) => `/${name}`).join('')}`,
    ),
    faults: firings.map(wordsOf),
    pathDigest: note.isPathDigest ? note.path : digest(note.path),
    bodyDigest: note.bodyDigest,
    idempotencyDigest: note.idempotencyDigest,
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

/** 96 bits of a keyed SHA-256: enough to tell requests apart, nothing to read back. */
type Digest = (value: string | Uint8Array) => string;

function createDigest(key: string): Digest {
  // The key and a body behind it, without two new buffers for every body.
  const scratch = Buffer.alloc(key.length + 16 * 1024);
  const start = scratch.write(key, 'latin1');
  const keyed = (value: string | Uint8Array): string | Uint8Array => {
    if (typeof value === 'string') return key + value;
    if (start + value.length > scratch.length) return Buffer.concat([scratch.subarray(0, start), value]);
    scratch.set(value, start);
    return scratch.subarray(0, start + value.length);
  };
  return (value) => hash('sha256', keyed(value), 'base64url').slice(0, 16);
}
