import type { HttpRequest } from '../exchange.ts';
import { type OAuthError, oauthError } from './issuer-answer.ts';

/** Parameters of OAuth, each at most once (RFC 6749 3.1 and 3.2); an empty one counts as left out. */
export type Parameters = ReadonlyMap<string, string>;

export function formOf({ headers, body }: HttpRequest): Parameters | OAuthError {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded')
    return oauthError('invalid_request', 'Send a body of application/x-www-form-urlencoded.');
  return parametersOf(Buffer.from(body).toString());
}

export function queryOf(target: string): Parameters | OAuthError {
  const query = target.indexOf('?');
  return parametersOf(query === -1 ? '' : target.slice(query + 1));
}

function parametersOf(text: string): Parameters | OAuthError {
  const found = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '') continue;
    if (found.has(name)) return oauthError('invalid_request', 'A parameter was sent more than once.');
    found.set(name, value);
  }
  return found;
}

export const isError = (value: object): value is OAuthError => 'kind' in value && value.kind === 'error';
