import { hash } from 'node:crypto';
import type { Answer, Exchange, Firing } from '../exchange.ts';

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
  /** `query required /limit`: part, keyword and pointer of each violation, no values. */
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

/** A ring of the last `limit` entries. `key` keeps digests from being guessed; it lives as long as the process. */
export function createJournal(key: string, limit = 10_000): Journal {
  let ring: JournalEntry[] = [];
  let next = 0;
  const watchers = new Set<(entry: JournalEntry) => void>();
  const inOrder = (): JournalEntry[] =>
    ring.length < limit ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)];
  return {
    record(exchange, now) {
      const entry = entryOf(exchange, now, key);
      ring[next] = entry;
      next = (next + 1) % limit;
      for (const watcher of watchers) watcher(entry);
    },
    entries: inOrder,
    watch(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    forget(sandbox) {
      ring = inOrder().filter((entry) => entry.sandbox !== sandbox);
      next = ring.length % limit;
    },
  };
}

function entryOf(exchange: Exchange, now: number, key: string): JournalEntry {
  const { request, answer, operation, violations, firings } = exchange;
  const idempotencyKey = request.headers['idempotency-key'];
  return {
    id: exchange.id,
    at: exchange.startedAt,
    sandbox: exchange.sandbox,
    operation: operation?.id,
    method: STANDARD_METHODS.has(request.method) ? request.method : 'other',
    template: operation?.template,
    status: answer === undefined || answer.delivery?.end?.kind === 'nothing' ? 0 : answer.status,
    source: answer?.source ?? 'problem',
    durationMs: now - exchange.startedAt,
    bytesIn: request.stream === undefined ? request.body.length : Number(request.headers['content-length'] ?? 0),
    bytesOut: bytesOf(answer),
    violations:
      violations === undefined
        ? NONE
        : violations.map(({ in: part, code, path }) => `${part} ${code} ${templated(path)}`),
    faults: firings === undefined ? NONE : firings.map(wordsOf),
    pathDigest: digest(key, request.target),
    bodyDigest: request.body.length === 0 ? undefined : digest(key, request.body),
    idempotencyDigest: idempotencyKey === undefined ? undefined : digest(key, String(idempotencyKey)),
  };
}

const NONE: readonly string[] = [];

/** Of a stream what its header block says of it, 0 where that says nothing. */
function bytesOf(answer: Answer | undefined): number {
  if (answer?.stream === undefined) return answer?.body?.length ?? 0;
  const at = answer.headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'content-length');
  return at === -1 ? 0 : Number(answer.headers[at + 1]);
}

const wordsOf = ({ rule, kind, fired, note }: Firing): string =>
  `${rule} ${kind} ${fired ? 'fired' : 'not fired'}${note === undefined ? '' : `: ${note}`}`;

/** The pointer of a violation, indices left out. */
const templated = (path: readonly string[]): string =>
  path.map((name) => `/${/^\d+$/.test(name) ? '*' : name}`).join('');

/** 96 bits of a keyed SHA-256: enough to tell requests apart, nothing to read back. */
function digest(key: string, value: string | Uint8Array): string {
  const text = typeof value === 'string' ? key + value : Buffer.concat([Buffer.from(key), value]);
  return hash('sha256', text, 'base64url').slice(0, 16);
}
