import { type Exchange, type Firing, violationWords } from '../exchange.ts';
import { createKeyedDigests, digestText } from './keyed-digest.ts';
import { createNoteKinds } from './note-kinds.ts';
import { type Note, NoteRing } from './note-ring.ts';

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
  /** Whether anyone watches. */
  isWatched(): boolean;
  /** Calls back with each entry as it is made; the result ends it. */
  watch(listener: (entry: JournalEntry) => void): () => void;
  /** Drops the entries of a sandbox. */
  forget(sandbox: string): void;
}

/** A ring of the last `limit` exchanges for each sandbox. `key` keeps digests from being guessed; it lives as long as the process. */
export function createJournal(key: string, idOf: (serial: number) => string, limit = 10_000): Journal {
  const rings = new Map<string, NoteRing>();
  const digests = createKeyedDigests(key);
  const kinds = createNoteKinds();
  const watchers = new Set<(entry: JournalEntry) => void>();
  let order = 0;
  // Most requests are for the sandbox of the one before.
  let latest: NoteRing | undefined;
  const ringOf = (sandbox: string): NoteRing => {
    if (latest?.sandbox === sandbox) return latest;
    latest = rings.get(sandbox) ?? new NoteRing(sandbox, limit, kinds, digests);
    rings.set(sandbox, latest);
    return latest;
  };
  const entryAt = (ring: NoteRing, at: number): JournalEntry => entryOf(ring.sandbox, ring.read(at), idOf);
  return {
    record(exchange, now) {
      const ring = ringOf(exchange.sandbox);
      const at = ring.add(exchange, now, order++);
      if (watchers.size === 0) return;
      const entry = entryAt(ring, at);
      for (const watcher of watchers) watcher(entry);
    },
    entryOf(exchange, now) {
      const ring = new NoteRing(exchange.sandbox, 1, kinds, digests);
      return entryAt(ring, ring.add(exchange, now, 0));
    },
    entries(sandbox) {
      const asked =
        sandbox === undefined ? [...rings.values()] : [rings.get(sandbox)].filter((ring) => ring !== undefined);
      return asked
        .flatMap((ring) => Array.from({ length: ring.length }, (_, at) => ({ ring, at, order: ring.orderAt(at) })))
        .sort((a, b) => a.order - b.order)
        .map(({ ring, at }) => entryAt(ring, at));
    },
    isWatched: () => watchers.size > 0,
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

/** Field by field, so that nothing leaves that is not listed here. */
function entryOf(sandbox: string, note: Note, idOf: (serial: number) => string): JournalEntry {
  const { kind, words, path, body, idempotency } = note;
  const { operation, trouble } = kind;
  return {
    id: idOf(note.serial),
    at: note.at,
    sandbox,
    operation: operation?.id,
    method: kind.method,
    template: operation?.template,
    status: note.status,
    source: kind.source,
    durationMs: note.durationMs,
    bytesIn: note.bytesIn,
    bytesOut: note.bytesOut,
    violations: (trouble?.violations ?? []).map(violationWords),
    faults: (trouble?.firings ?? []).map(wordsOf),
    refusal: trouble?.refusal,
    limits: kind.limits,
    pathDigest: digestText(words, path),
    bodyDigest: body === undefined ? undefined : digestText(words, body),
    idempotencyDigest: idempotency === undefined ? undefined : digestText(words, idempotency),
  };
}

const wordsOf = ({ rule, kind, fired, note }: Firing): string =>
  `${rule} ${kind} ${fired ? 'fired' : 'not fired'}${note === undefined ? '' : `: ${note}`}`;
