import type { Verdict } from '../verdict.ts';

/** The flawed clients, and every cell of the plan in which each has to be found: in all others it does as the sound one. */
export const flaws: Readonly<Record<string, Readonly<Partial<Record<Verdict, readonly string[]>>>>> = {
  'no-timeout': { hung: ['*.hang', 'createOrder.hang-after', '*.dribble'] },
  'retries-post': {
    'duplicated-write': [
      ...['createOrder.reset-after', 'createOrder.hang-after', 'createOrder.reset-body', 'createOrder.truncate'],
      ...['createOrder.html', 'createOrder.html-once', 'createOrder.dribble'],
    ],
  },
  'ignores-retry-after': { stormed: ['*.rate-limit'] },
  'retry-storm': {
    stormed: ['*.503', '*.500', '*.reset', '*.html', '*.reset-body', '*.truncate'],
    hung: ['*.hang', 'createOrder.hang-after', '*.dribble'],
  },
  'parses-html': { 'failed-fast': ['*.html', '*.html-once'] },
  'trusts-drift': { swallowed: ['*.drift', '*.drift-type', '*.error-in-200'] },
  'leaks-connections': {
    hung: ['*.503', '*.500', '*.400', '*.401', '*.fails-twice', '*.rate-limit', '*.redirect-loop'],
  },
  'retries-400': { stormed: ['*.400', '*.401'] },
  'no-fallback': {
    'failed-fast': [
      ...['*.503', '*.hang', '*.500', '*.400', '*.401', '*.drift', '*.drift-type', '*.refuse', '*.html', '*.reset'],
      ...['*.reset-body', '*.truncate', '*.error-in-200', '*.redirect-loop', '*.dribble', 'createOrder.hang-after'],
    ],
  },
  'swallows-errors': {
    swallowed: [
      ...['*.503', '*.hang', '*.500', '*.400', '*.401', '*.drift', '*.drift-type', '*.refuse', '*.html', '*.reset'],
      ...['*.reset-body', '*.truncate', '*.error-in-200', '*.redirect-loop', '*.dribble', 'createOrder.hang-after'],
    ],
  },
  'double-submit': {
    'duplicated-write': [
      ...['createOrder.latency', 'createOrder.hang-after', 'createOrder.dribble', 'createOrder.rate-limit'],
    ],
  },
  'infinite-redirect': { stormed: ['*.redirect-loop'] },
};
