import type { Pacing } from '../../delivery.ts';
import { withoutBody } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';

/** A correct body that dribbles: at a rate, or in so many pieces over a time. */
export interface SlowBodyOptions {
  readonly bytesPerSecond?: number;
  readonly chunks?: number;
  readonly over?: number;
}

const CHUNKS = 10;
const OVER_MS = 10_000;

export const slowBody: FaultKind<SlowBodyOptions> = {
  kind: 'slow-body',
  summary: 'a correct body that dribbles',
  options: {
    bytesPerSecond: { type: 'integer', min: 1, max: 1_000_000_000, description: 'A rate, instead of chunks and over' },
    chunks: {
      type: 'integer',
      min: 1,
      max: 10_000,
      otherwise: CHUNKS,
      description: 'Pieces of the body, where no rate is given',
    },
    over: { type: 'duration', otherwise: '10s', description: 'How long the body takes, where no rate is given' },
  },
  layerOf: () => 'response',
  contradiction({ bytesPerSecond, chunks, over }) {
    const both = bytesPerSecond !== undefined && (chunks !== undefined || over !== undefined);
    return both ? 'bytesPerSecond was given with chunks or over; allowed: a rate, or pieces over a time.' : undefined;
  },
  plan: (options, { answer }) =>
    withoutBody(answer) ?? { do: 'deliver', at: 'after', delivery: { pacing: pacingOf(options) } },
};

function pacingOf({ bytesPerSecond, chunks = CHUNKS, over = OVER_MS }: SlowBodyOptions): Pacing {
  return bytesPerSecond === undefined ? { kind: 'chunks', chunks, over } : { kind: 'rate', bytesPerSecond };
}
