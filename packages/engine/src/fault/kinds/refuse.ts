import type { FaultKind } from '../fault-kind.ts';

/** Connection refused: the port is closed, and comes back when the rule is gone. */
export const refuse: FaultKind<Record<never, never>> = {
  kind: 'refuse',
  summary: 'connection refused; the port comes back when the rule is gone',
  options: {},
  layerOf: () => 'listener',
  plan: () => ({ do: 'listen', state: { kind: 'refuse' } }),
};
