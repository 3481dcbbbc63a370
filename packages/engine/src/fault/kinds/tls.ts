import type { FaultKind } from '../fault-kind.ts';

/** A handshake that a careful client rejects. Only a listener with `--tls` can have it. */
export interface TlsOptions {
  readonly mode: 'expired' | 'wrong-host' | 'untrusted';
}

export const tls: FaultKind<TlsOptions> = {
  kind: 'tls',
  summary: 'a handshake that a careful client rejects',
  options: {
    mode: {
      type: 'word',
      values: ['expired', 'wrong-host', 'untrusted'],
      default: 'expired',
      description: 'What is wrong with the certificate: its time, its name, or who signed it',
    },
  },
  layerOf: () => 'listener',
  plan: ({ mode }) => ({ do: 'listen', state: { kind: 'tls', mode } }),
};
