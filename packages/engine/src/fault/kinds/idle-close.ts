import type { FaultKind } from '../fault-kind.ts';

/** A keep-alive connection that is closed just as the next request is sent: the race that every pool of connections can lose. */
export interface IdleCloseOptions {
  readonly after: number;
}

export const idleClose: FaultKind<IdleCloseOptions> = {
  kind: 'idle-close',
  summary: 'a keep-alive connection closed just as the next request is sent',
  options: {
    after: { type: 'duration', default: '1s', description: 'How long a connection must have been idle' },
  },
  layerOf: () => 'listener',
  plan: ({ after }) => ({ do: 'listen', state: { kind: 'idle-close', after } }),
};
