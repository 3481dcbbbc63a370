import type { FaultKind } from '../fault-kind.ts';

/** The header block dribbles: a client that waits for it byte by byte starts its read timeout anew each time. */
export interface SlowHeadersOptions {
  readonly over: number;
}

export const slowHeaders: FaultKind<SlowHeadersOptions> = {
  kind: 'slow-headers',
  summary: 'the header block dribbles',
  options: { over: { type: 'duration', default: '10s', description: 'How long the header block takes' } },
  layerOf: () => 'edge',
  plan: ({ over }) => ({ do: 'deliver', at: 'after', delivery: { headersOver: over } }),
};
