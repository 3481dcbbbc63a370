import { withoutBody } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';

/** Fewer bytes than Content-Length says, or a chunked body without its end; the connection is closed in good order. */
export interface TruncateOptions {
  readonly fraction: number;
}

export const truncate: FaultKind<TruncateOptions> = {
  kind: 'truncate',
  summary: 'fewer bytes than Content-Length says, or a chunked body without its end',
  options: {
    fraction: { type: 'fraction', max: 0.999, default: 0.5, description: 'Of the body that is sent' },
  },
  layerOf: () => 'response',
  plan: ({ fraction }, { answer }) =>
    withoutBody(answer) ?? {
      do: 'deliver',
      at: 'after',
      delivery: { end: { kind: 'partial', by: 'fin', fraction } },
    },
};
