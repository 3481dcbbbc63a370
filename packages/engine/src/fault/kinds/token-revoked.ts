import type { FaultKind } from '../fault-kind.ts';
import { refusedToken } from '../refused-token.ts';

/** A good token that was taken back: a new one may be refused as well, so that clients are not to try for ever. Revokes no token. */
export const tokenRevoked: FaultKind<object> = {
  kind: 'token-revoked',
  summary: '401 with WWW-Authenticate, for a token that was good: it was revoked',
  options: {},
  layerOf: () => 'admit',
  plan: (_, { operation }) => ({ do: 'answer', answer: refusedToken('the token was revoked', operation) }),
};
