import type { FaultKind } from '../fault-kind.ts';
import { refusedToken } from '../refused-token.ts';

/** A good token whose time is over, as the API sees it: clients are to get a new one and try again. Changes no token and no clock. */
export const tokenExpired: FaultKind<object> = {
  kind: 'token-expired',
  summary: '401 with WWW-Authenticate, for a token that was good: it has expired',
  options: {},
  layerOf: () => 'admit',
  plan: (_, { operation }) => ({ do: 'answer', answer: refusedToken('the token expired', operation) }),
};
