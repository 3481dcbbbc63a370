import type { DeclaredViolation, Firing } from '../exchange.ts';
import type { Operation } from '../operation.ts';

/** What many exchanges have in common, held once: a note points at it. No text in it is one that a client wrote. */
export interface NoteKind {
  readonly operation: Operation | undefined;
  readonly method: string;
  readonly source: string;
  readonly limits: string | undefined;
  /** Undefined of most; what has some is of a kind of its own. */
  readonly trouble: Trouble | undefined;
}

export interface Trouble {
  readonly violations: readonly DeclaredViolation[] | undefined;
  readonly firings: readonly Firing[] | undefined;
  readonly refusal: string | undefined;
}

export interface NoteKinds {
  /** The same object for the same values, most of the time: limits that are told change with every request that is refused. */
  of(operation: Operation | undefined, method: string, source: string, limits: string | undefined): NoteKind;
}

/** Methods × sources × limits that an operation usually has. */
const MOST_OF_ONE = 8;

export function createNoteKinds(): NoteKinds {
  const known = new Map<Operation | undefined, NoteKind[]>();
  // Most requests are like the one before.
  let latest: NoteKind | undefined;
  const add = (kind: NoteKind): NoteKind => {
    const kinds = known.get(kind.operation) ?? [];
    known.set(kind.operation, [kind, ...kinds.slice(0, MOST_OF_ONE - 1)]);
    return kind;
  };
  return {
    of(operation, method, source, limits) {
      if (latest !== undefined && latest.operation === operation && isLike(latest, method, source, limits))
        return latest;
      const kind =
        known.get(operation)?.find((each) => isLike(each, method, source, limits)) ??
        add({ operation, method, source, limits, trouble: undefined });
      latest = kind;
      return kind;
    },
  };
}

const isLike = (kind: NoteKind, method: string, source: string, limits: string | undefined): boolean =>
  kind.method === method && kind.source === source && kind.limits === limits;
