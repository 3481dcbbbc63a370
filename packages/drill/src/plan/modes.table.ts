import type { Mode } from '../mode.ts';

/** The failure modes of the default plan, the most telling first: a drill that runs out of time leaves out the last ones. */

const write = { for: 'write' } as const;
const json = { for: 'json' } as const;
const every = { for: 'every' } as const;
const transient = { lasts: 'transient' } as const;
const persistent = { lasts: 'persistent' } as const;

/** Longer than any deadline that is likely, so that a client without one of its own does not see the end. */
const FOR_EVER = '24h';

export const defaultModes: readonly Mode[] = [
  {
    id: 'hang',
    title: 'the request is taken and never answered',
    ...{ ...persistent, ...every },
    rules: [{ kind: 'hang' }],
  },
  {
    id: '503',
    title: 'every request is answered 503, as by a gateway',
    ...{ ...persistent, ...every },
    rules: [{ kind: 'status', options: { code: 503, as: 'nginx' } }],
  },
  {
    id: 'reset-after',
    title: 'once, the write is done and the connection breaks before the answer',
    ...{ ...transient, ...write },
    rules: [{ kind: 'reset', options: { at: 'after' }, when: { times: 1 } }],
  },
  {
    id: 'fails-twice',
    title: 'two requests are answered 503 as by a gateway, then all is well',
    ...{ ...transient, ...every },
    // The page of a gateway: a document may ask for minutes of patience with its own.
    rules: [{ kind: 'status', options: { code: 503, as: 'nginx' }, when: { times: 2 } }],
  },
  {
    id: 'drift',
    title: 'a required member is missing in each answer',
    ...{ ...persistent, ...json },
    rules: [{ kind: 'drift', options: { mode: 'missing-required' } }],
  },
  {
    id: 'rate-limit',
    title: 'one request is answered 429 with Retry-After: 1',
    ...{ ...transient, ...every },
    rules: [{ kind: 'rate-limit', options: { retryAfter: '1' }, when: { times: 1 } }],
  },
  {
    id: 'refuse',
    title: 'the first request is cut off, and from then on nobody listens',
    ...{ ...persistent, ...every },
    rules: [{ kind: 'reset', when: { times: 1 } }],
    afterwards: [{ kind: 'refuse' }],
  },
  {
    id: 'latency',
    title: 'every answer is right, and a second late',
    ...{ ...transient, ...every },
    rules: [{ kind: 'latency', options: { fixed: '1s' } }],
  },
  {
    id: 'html',
    title: 'each answer is an HTML page with 200',
    ...{ ...persistent, ...json },
    rules: [{ kind: 'wrong-media-type' }],
  },
  {
    id: 'html-once',
    title: 'one answer is an HTML page with 200',
    ...{ ...transient, ...json },
    rules: [{ kind: 'wrong-media-type', when: { times: 1 } }],
  },
  {
    id: 'reset-body',
    title: 'each answer breaks off amid its body',
    ...{ ...persistent, ...json },
    rules: [{ kind: 'reset', options: { at: 'body' } }],
  },
  {
    id: 'hang-after',
    title: 'the write is done and the answer never comes',
    ...{ ...persistent, ...write },
    rules: [{ kind: 'hang', options: { at: 'after' } }],
  },
  {
    id: '400',
    title: 'every request is answered 400: to repeat it is useless',
    ...{ ...persistent, ...every },
    rules: [{ kind: 'status', options: { code: 400 } }],
  },
  {
    id: 'error-in-200',
    title: "each answer is the document's error with 200",
    ...{ ...persistent, ...json },
    rules: [{ kind: 'error-in-200' }],
  },
  {
    id: 'reset-once',
    title: 'one connection breaks before the request is worked on',
    ...{ ...transient, ...every },
    rules: [{ kind: 'reset', when: { times: 1 } }],
  },
  {
    id: 'redirect-loop',
    title: 'every request is redirected to itself',
    ...{ ...persistent, ...every },
    rules: [{ kind: 'redirect-loop' }],
  },
  {
    id: '401',
    title: 'every request is answered 401: the credential has expired',
    ...{ ...persistent, for: 'secured' },
    rules: [{ kind: 'status', options: { code: 401 } }],
  },
  {
    id: 'dribble',
    title: 'each answer begins, and its body comes byte by byte without an end in sight',
    ...{ ...persistent, ...json },
    rules: [{ kind: 'slow-body', options: { chunks: 1000, over: FOR_EVER } }],
  },
  {
    id: 'page-loop',
    title: 'the next page is the same page again, and the last page has one as well',
    ...{ ...persistent, for: 'list' },
    rules: [
      { kind: 'pagination', options: { mode: 'loop' } },
      { kind: 'pagination', options: { mode: 'endless' } },
    ],
  },
  {
    id: 'truncate',
    title: 'each answer ends too early',
    ...{ ...persistent, ...json },
    rules: [{ kind: 'truncate' }],
  },
  {
    id: 'drift-type',
    title: 'a value of each answer has the wrong type',
    ...{ ...persistent, ...json },
    rules: [{ kind: 'drift', options: { mode: 'wrong-type' } }],
  },
  {
    id: '500',
    title: 'every request is answered 500',
    ...{ ...persistent, ...every },
    rules: [{ kind: 'status', options: { code: 500 } }],
  },
  {
    id: 'reset',
    title: 'every connection breaks before the request is worked on',
    ...{ ...persistent, ...every },
    rules: [{ kind: 'reset' }],
  },
];
