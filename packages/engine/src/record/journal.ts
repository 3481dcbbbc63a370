import { hash } from 'node:crypto';
import type { Exchange } from '../exchange.ts';

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
  readonly status: number;
  readonly source: string;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** `query required /limit`: part, keyword and place of each violation, in the names of the document only. */
  readonly violations: readonly string[];
  readonly pathDigest: string;
  readonly bodyDigest: string | undefined;
  readonly idempotencyDigest: string | undefined;
}

export interface Journal {
  record(exchange: Exchange, now: number): void;
  /** Oldest first; bounded, so only the most recent are here. */
  entries(): readonly JournalEntry[];
}

const STANDARD_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY']);

/** A ring of the last `limit` entries. `key` keeps digests from being guessed; it lives as long as the process. */
export function createJournal(key: string, limit = 10_000): Journal {
  const ring: JournalEntry[] = [];
  let next = 0;
  return {
    record(exchange, now) {
      ring[next] = entryOf(exchange, now, key);
      next = (next + 1) % limit;
    },
    entries: () => (ring.length < limit ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)]),
  };
}

function entryOf(exchange: Exchange, now: number, key: string): JournalEntry {
  const { request, answer, operation, declaredViolations } = exchange;
  const idempotencyKey = request.headers['idempotency-key'];
  return {
    id: exchange.id,
    at: exchange.startedAt,
    sandbox: exchange.sandbox,
    operation: operation?.id,
    method: STANDARD_METHODS.has(request.method) ? request.method : 'other',
    template: operation?.template,
    status: answer?.status ?? 0,
    source: answer?.source ?? 'problem',
    durationMs: now - exchange.startedAt,
    bytesIn: request.body.length,
    bytesOut: answer?.body?.length ?? 0,
    violations:
      declaredViolations === undefined
        ? NO_VIOLATIONS
        : declaredViolations.map(
            ({ in: part, code, path }) => `${part} ${code} ${path.map((name) => `/${name}`).join('')}`,
          ),
    pathDigest: digest(key, request.target),
    bodyDigest: request.body.length === 0 ? undefined : digest(key, request.body),
    idempotencyDigest: idempotencyKey === undefined ? undefined : digest(key, String(idempotencyKey)),
  };
}

const NO_VIOLATIONS: readonly string[] = [];

/** 96 bits of a keyed SHA-256: enough to tell requests apart, nothing to read back. */
function digest(key: string, value: string | Uint8Array): string {
  const text = typeof value === 'string' ? key + value : Buffer.concat([Buffer.from(key), value]);
  return hash('sha256', text, 'base64url').slice(0, 16);
}
