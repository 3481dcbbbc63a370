import { withoutBody } from '../answer-parts.ts';
import type { FaultKind, Layer } from '../fault-kind.ts';

/** A real RST, which clients see as ECONNRESET: when they connect, before or after the operation was run, or amid the body. */
export interface ResetOptions {
  readonly at: 'accept' | 'before' | 'after' | 'body';
  readonly fraction: number;
}

const LAYERS: Readonly<Record<ResetOptions['at'], Layer>> = {
  accept: 'listener',
  before: 'edge',
  after: 'edge',
  body: 'response',
};

export const reset: FaultKind<ResetOptions> = {
  kind: 'reset',
  summary: 'a real RST (ECONNRESET)',
  options: {
    at: {
      type: 'word',
      values: Object.keys(LAYERS),
      default: 'before',
      description: 'On connecting, before or after the operation was run, or amid the body',
    },
    fraction: { type: 'fraction', default: 0.5, description: 'Of the body that is sent first, with at: body' },
  },
  layerOf: ({ at }) => LAYERS[at],
  plan({ at, fraction }, { answer }) {
    if (at === 'accept') return { do: 'listen', state: { kind: 'reset' } };
    if (at === 'body')
      return (
        withoutBody(answer) ?? {
          do: 'deliver',
          at: 'after',
          delivery: { end: { kind: 'partial', by: 'reset', fraction } },
        }
      );
    return { do: 'deliver', at, delivery: { end: { kind: 'nothing', by: 'reset' } } };
  },
};
