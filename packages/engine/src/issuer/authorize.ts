import type { Answer } from '../exchange.ts';
import type { SandboxRecord } from '../sandbox.ts';
import { isError, type Parameters, queryOf } from './form.ts';
import { grantedScopes } from './grants.ts';
import { errorAnswer, type OAuthErrorCode, oauthError, redirect } from './issuer-answer.ts';
import type { Tokens } from './tokens.ts';

/** The authorization endpoint. A sandbox asks nobody: whoever comes is sent back with a code at once, if there is a safe place to send it. */
export interface AuthorizeAsk {
  readonly sandbox: SandboxRecord;
  readonly target: string;
  readonly issuer: string;
  readonly tokens: Tokens;
  readonly declared: readonly string[];
}

const CODE_LIFETIME = 60_000;
const LONGEST_REDIRECT = 2000;

export async function authorize({ sandbox, target, issuer, tokens, declared }: AuthorizeAsk): Promise<Answer> {
  const query = queryOf(target);
  if (isError(query)) return errorAnswer(query);
  // Nobody is sent anywhere before it is known who asks and where that one lives.
  if (query.get('client_id') !== sandbox.credentials.clientId)
    return errorAnswer(
      oauthError('invalid_request', 'client_id is not that of this sandbox: each sandbox has its own.'),
    );
  const back = redirectUri(query.get('redirect_uri'));
  if (back === undefined) return errorAnswer(oauthError('invalid_request', `redirect_uri is refused. ${ALLOWED}`));
  const mistake = mistakeIn(query);
  if (mistake !== undefined) return backTo(back, query, issuer, { error: mistake[0], error_description: mistake[1] });
  const scopes = grantedScopes(query.get('scope'), declared);
  if ('error' in scopes)
    return backTo(back, query, issuer, { error: scopes.error, error_description: scopes.description });
  const code = await tokens.issue(sandbox, {
    kind: 'code',
    grant: tokens.newGrant(),
    issuer,
    clientId: sandbox.credentials.clientId,
    scopes,
    redirectUri: query.get('redirect_uri'),
    challenge: query.get('code_challenge'),
    nonce: query.get('nonce'),
    lifetime: CODE_LIFETIME,
  });
  return backTo(back, query, issuer, { code });
}

const ALLOWED = 'Allowed: https://…, or http:// on localhost or a loopback address; no fragment, no user.';

/** Undefined for what a code must not be sent to: plain HTTP over a network, schemes that a browser would run. */
function redirectUri(text: string | undefined): URL | undefined {
  const url = text === undefined || text.length > LONGEST_REDIRECT ? null : URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || text?.includes('#')) return undefined;
  if (url.protocol === 'https:') return url;
  return url.protocol === 'http:' && LOOPBACK.test(url.hostname) ? url : undefined;
}

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

function mistakeIn(query: Parameters): [OAuthErrorCode, string] | undefined {
  const type = query.get('response_type');
  if (type === undefined) return ['invalid_request', 'response_type is missing; allowed: code.'];
  if (type !== 'code') return ['unsupported_response_type', 'Allowed: code.'];
  const isPkce = query.get('code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(query.get('code_challenge') ?? '');
  return isPkce
    ? undefined
    : ['invalid_request', 'PKCE is required (RFC 7636): code_challenge, and code_challenge_method=S256.'];
}

function backTo(url: URL, query: Parameters, issuer: string, values: Readonly<Record<string, string>>): Answer {
  const location = new URL(url);
  for (const [name, value] of Object.entries(values)) location.searchParams.set(name, value);
  const state = query.get('state');
  if (state !== undefined) location.searchParams.set('state', state);
  // So that a client of several issuers knows which of them answers (RFC 9207).
  location.searchParams.set('iss', issuer);
  return redirect(location.href);
}
