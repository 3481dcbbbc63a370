import type { GivenFault } from '@stuntdouble/engine';

/** One way for an operation to fail in a drill: rules of faults, and for which operations they say something. Plain data. */
export interface Mode {
  /** Second half of a cell's id: `reset-body`. */
  readonly id: string;
  /** What the client meets, in a few words. */
  readonly title: string;
  /** A transient failure is over when the client asks again; a persistent one never ends. */
  readonly lasts: 'transient' | 'persistent';
  readonly rules: readonly ModeRule[];
  /** Rules of the whole port, put in force once one of `rules` has fired. */
  readonly afterwards?: readonly ModeRule[];
  readonly for: Applies;
}

export type ModeRule = Pick<GivenFault, 'kind' | 'options' | 'when'>;

/** Operations that the mode is tried on: all, those that change something, answer JSON, answer a list, or ask for credentials. */
export type Applies = 'every' | 'write' | 'json' | 'list' | 'secured';

/**
 * What a kind of fault does to one answer: it is `late` but right, `odd` but valid, `lost` (none, or one that says it failed), or
 * `invalid` (says that all is well, and is not what the document promises).
 */
export type Harm = 'late' | 'odd' | 'lost' | 'invalid';

const LATE = new Set(['latency', 'slow-headers', 'slow-body', 'stale', 'lost-write']);
const ODD = new Set(['pagination', 'oversize', 'answer']);
const INVALID = new Set([
  'drift',
  'malformed',
  'wrong-media-type',
  'wrong-encoding',
  'empty-body',
  'error-in-200',
  'truncate',
]);

export function harmOf(kind: string): Harm {
  if (LATE.has(kind)) return 'late';
  if (ODD.has(kind)) return 'odd';
  return INVALID.has(kind) ? 'invalid' : 'lost';
}
