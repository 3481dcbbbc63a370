import type { Random } from '../../chance/random.ts';
import type { FaultKind } from '../fault-kind.ts';

/** Bytes that are no HTTP, in place of the answer or of its body; the same bytes for the same seed. */
export interface GarbageOptions {
  readonly bytes: number;
  readonly afterHeaders: boolean;
}

export const garbage: FaultKind<GarbageOptions> = {
  kind: 'garbage',
  summary: 'bytes that are no HTTP',
  options: {
    bytes: { type: 'integer', min: 1, max: 1_048_576, default: 256, description: 'How many' },
    afterHeaders: {
      type: 'boolean',
      default: false,
      description: 'In place of the body, behind the healthy header block; then the operation was run',
    },
  },
  layerOf: () => 'edge',
  plan: ({ bytes, afterHeaders }, { random }) => ({
    do: 'deliver',
    at: afterHeaders ? 'after' : 'before',
    delivery: { end: { kind: 'garbage', bytes: garbageOf(bytes, random), afterHeaders } },
  }),
};

/** The first byte alone, a control character above 127, is no start of a status line nor of a chunk. */
function garbageOf(count: number, random: Random): Uint8Array {
  const bytes = Uint8Array.from({ length: count }, () => Math.floor(random.next() * 256));
  bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x1f);
  return bytes;
}
