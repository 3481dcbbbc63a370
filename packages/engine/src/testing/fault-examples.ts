/**
 * Options of each kind of fault as a user would write them, one set for each way in which the kind can act. The conformance
 * suite holds every kind of the catalogue to its promises with them; a kind without an entry here fails it.
 */
export const faultExamples: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  latency: [
    {},
    { fixed: '30s' },
    { uniform: { min: '1s', max: '2s' } },
    { normal: { mean: '1s', stddev: '100ms' } },
    { lognormal: { median: '200ms', sigma: 0.4, max: '5s' } },
    { pareto: { scale: '1s', shape: 2 } },
  ],
  hang: [{}, { at: 'after', for: '30s' }],
  status: [{}, { codes: [500, 502], retryAfter: '30s' }, { code: 522, as: 'cloudflare' }, { body: { down: true } }],
  'rate-limit': [{}, { retryAfter: 'none', fields: 'legacy', limit: 10, remaining: 1, window: '1m' }],
  answer: [{}, { status: 418, headers: { 'X-Pot': 'tea' }, body: 'short and stout' }],
  refuse: [{}],
  reset: [{}, { at: 'accept' }, { at: 'after' }, { at: 'body', fraction: 0.1 }],
  empty: [{}, { at: 'after' }],
  garbage: [{}, { bytes: 16, afterHeaders: true }],
  'idle-close': [{}, { after: '0s' }],
  'slow-headers': [{}, { over: '2s' }],
  'slow-body': [{}, { bytesPerSecond: 10 }, { chunks: 3, over: '1s' }],
  'stall-body': [{}, { fraction: 0.1, for: '1s' }],
  truncate: [{}, { fraction: 0 }],
  malformed: [{}],
  'wrong-media-type': [{}, { mediaType: 'application/xml' }],
  'wrong-encoding': [{}],
  'empty-body': [{}],
  'error-in-200': [{}],
  oversize: [{ bytes: 5000 }],
  drift: [{}, { mode: 'missing-required' }, { mode: 'wrong-type', path: '/items/*/id' }],
  'redirect-loop': [{}],
  'token-expired': [{}],
  'token-revoked': [{}],
  tls: [{}, { mode: 'wrong-host' }, { mode: 'untrusted' }],
};
