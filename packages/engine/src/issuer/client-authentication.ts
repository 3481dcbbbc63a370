import { isSameSecret } from '../chance/same-secret.ts';
import type { HttpRequest } from '../exchange.ts';
import type { SandboxRecord } from '../sandbox.ts';
import type { Parameters } from './form.ts';
import { type OAuthError, oauthError } from './issuer-answer.ts';

/** Which client asks: the sandbox's own, proven by its secret, or merely named, as a page or an app without secrets does. */
export interface Client {
  readonly kind: 'client';
  readonly id: string;
  readonly isProven: boolean;
}

/** Basic or in the body, never both (RFC 6749 2.3). */
export function authenticate(
  { headers: { authorization } }: HttpRequest,
  form: Parameters,
  { credentials }: SandboxRecord,
): Client | OAuthError {
  const basic = authorization === undefined ? undefined : basicOf(authorization);
  if (authorization !== undefined && basic === undefined) return UNKNOWN;
  if (basic !== undefined && form.has('client_secret'))
    return oauthError('invalid_request', 'Send the client secret in Authorization or in the body, not in both.');
  const id = basic?.id ?? form.get('client_id');
  const secret = basic?.secret ?? form.get('client_secret');
  if (id === undefined) return oauthError('invalid_client', 'Send client id and secret: Authorization: Basic.');
  if (basic !== undefined && form.has('client_id') && form.get('client_id') !== id) return UNKNOWN;
  if (!isSameSecret(id, credentials.clientId)) return UNKNOWN;
  if (secret === undefined) return { kind: 'client', id, isProven: false };
  return isSameSecret(secret, credentials.clientSecret) ? { kind: 'client', id, isProven: true } : UNKNOWN;
}

/** One text for all that is wrong: it tells nobody which half was right. */
const UNKNOWN = oauthError(
  'invalid_client',
  'Client id and secret are not those of this sandbox: each sandbox has its own.',
);

export const UNPROVEN = oauthError('invalid_client', 'The client secret is missing: send it by Authorization: Basic.');

/** Both halves are form-encoded before they are joined (RFC 6749 2.3.1). */
function basicOf(authorization: string): { id: string; secret: string } | undefined {
  const [, encoded = ''] = /^basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { id: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
