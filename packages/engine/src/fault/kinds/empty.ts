import type { FaultKind } from '../fault-kind.ts';

/** The connection ends in good order, without one byte: what a process that was restarted looks like. */
export interface EmptyOptions {
  readonly at: 'before' | 'after';
}

export const empty: FaultKind<EmptyOptions> = {
  kind: 'empty',
  summary: 'closed without one byte',
  options: {
    at: {
      type: 'word',
      values: ['before', 'after'],
      default: 'before',
      description: 'Before the operation was run, or after, when what it wrote is kept',
    },
  },
  layerOf: () => 'edge',
  plan: ({ at }) => ({ do: 'deliver', at, delivery: { end: { kind: 'nothing', by: 'fin' } } }),
};
