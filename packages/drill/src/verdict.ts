/** What a run showed. Words in the order from harmless to harmful are those of `verdicts`. */
export type Verdict =
  /** The command passed. */
  | 'survived'
  /** It passed, and said that it served a fallback. */
  | 'degraded'
  /** It failed within the deadline. */
  | 'failed-fast'
  /** It was still running at the deadline. */
  | 'hung'
  /** It asked more often, or sooner, than the answers allow. */
  | 'stormed'
  /** It wrote the same thing twice. */
  | 'duplicated-write'
  /** It passed as if nothing had happened, although it got nothing that it could use. */
  | 'swallowed'
  /** The fault never met a request. */
  | 'not-exercised';

export const verdicts = [
  'survived',
  'degraded',
  'failed-fast',
  'not-exercised',
  'swallowed',
  'hung',
  'stormed',
  'duplicated-write',
] as const satisfies readonly Verdict[];
