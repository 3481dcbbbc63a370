import { hash } from 'node:crypto';
import type { SandboxRecord } from '../sandbox.ts';
import { type Client, UNPROVEN } from './client-authentication.ts';
import type { Parameters } from './form.ts';
import { type OAuthError, oauthError } from './issuer-answer.ts';
import type { TokenClaims } from './token.ts';
import { LONGEST_LIFETIME, type Tokens } from './tokens.ts';

/** What the token endpoint gives for each kind of grant (RFC 6749 4.1.3, 4.4, 6; RFC 7636). Writes no answer. */
export interface GrantAsk {
  readonly sandbox: SandboxRecord;
  readonly client: Client;
  readonly form: Parameters;
  readonly issuer: string;
  readonly tokens: Tokens;
  readonly declared: readonly string[];
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
}

export const GRANT_TYPES = ['client_credentials', 'authorization_code', 'refresh_token'] as const;

const ACCESS_LIFETIME = 3_600_000;

export async function grant(ask: GrantAsk): Promise<TokenAnswer | OAuthError> {
  const type = ask.form.get('grant_type');
  switch (type) {
    case 'client_credentials':
      return fromClientCredentials(ask);
    case 'authorization_code':
      return fromCode(ask);
    case 'refresh_token':
      return fromRefreshToken(ask);
    case undefined:
      return oauthError('invalid_request', `grant_type is missing; allowed: ${GRANT_TYPES.join(', ')}.`);
    default:
      return oauthError('unsupported_grant_type', `Allowed: ${GRANT_TYPES.join(', ')}.`);
  }
}

/** Granted is what was asked for and the document knows; all of it where nothing was asked for. */
export function grantedScopes(asked: string | undefined, known: readonly string[]): readonly string[] | OAuthError {
  if (asked === undefined) return known;
  const words = new Set(asked.split(' ').filter((word) => word !== ''));
  const granted = known.filter((scope) => words.has(scope));
  if (granted.length > 0 || words.size === 0) return granted;
  const list = known.length === 0 ? 'the document declares no scopes; leave scope out' : known.join(' ');
  return oauthError('invalid_scope', `None of the scopes is known. Allowed: ${list}.`);
}

/** A refresh gives what was granted, or less of it (RFC 6749 6). */
function narrowedScopes(asked: string | undefined, had: readonly string[]): readonly string[] | OAuthError {
  const words = asked?.split(' ').filter((word) => word !== '') ?? [];
  if (words.length === 0) return had;
  if (words.every((word) => had.includes(word))) return had.filter((scope) => words.includes(scope));
  const list =
    had.length === 0 ? 'no scopes; leave scope out' : `${had.join(' ')}; ask for some of these, or leave scope out`;
  return oauthError('invalid_scope', `A refresh cannot widen what was granted (RFC 6749 6). The token has ${list}.`);
}

async function fromClientCredentials({ sandbox, client, form, issuer, tokens, declared }: GrantAsk) {
  if (!client.isProven) return UNPROVEN;
  const scopes = grantedScopes(form.get('scope'), declared);
  if ('error' in scopes) return scopes;
  const base = { issuer, clientId: client.id, scopes, grant: tokens.newGrant() };
  return accessAnswer(base, await tokens.issue(sandbox, { ...base, kind: 'access', lifetime: ACCESS_LIFETIME }));
}

async function fromCode({ sandbox, client, form, issuer, tokens }: GrantAsk): Promise<TokenAnswer | OAuthError> {
  const sent = form.get('code');
  const verifier = form.get('code_verifier');
  if (sent === undefined) return oauthError('invalid_request', 'code is missing.');
  const claims = await inspected(tokens, sandbox, sent, 'code');
  if ('error' in claims) return claims;
  if (claims.clientId !== client.id || claims.redirectUri !== form.get('redirect_uri'))
    return oauthError('invalid_grant', 'The code was given to another client, or for another redirect_uri.');
  if (verifier === undefined)
    return oauthError('invalid_request', 'code_verifier is missing: PKCE is required (RFC 7636).');
  if (!/^[\w.~-]{43,128}$/.test(verifier) || hash('sha256', verifier, 'base64url') !== claims.challenge)
    return oauthError('invalid_grant', 'code_verifier is not what code_challenge was made of.');
  return renewable(claims, { sandbox, tokens, issuer, scopes: claims.scopes });
}

async function fromRefreshToken({
  sandbox,
  client,
  form,
  issuer,
  tokens,
}: GrantAsk): Promise<TokenAnswer | OAuthError> {
  const sent = form.get('refresh_token');
  if (sent === undefined) return oauthError('invalid_request', 'refresh_token is missing.');
  const claims = await inspected(tokens, sandbox, sent, 'refresh');
  if ('error' in claims) return claims;
  if (claims.clientId !== client.id) return oauthError('invalid_grant', 'The token was given to another client.');
  const scopes = narrowedScopes(form.get('scope'), claims.scopes);
  if ('error' in scopes) return scopes;
  return renewable(claims, { sandbox, tokens, issuer, scopes });
}

async function inspected(
  tokens: Tokens,
  sandbox: SandboxRecord,
  token: string,
  kind: 'code' | 'refresh',
): Promise<TokenClaims | OAuthError> {
  const verdict = await tokens.inspect(sandbox, token);
  if (verdict.kind === 'good' && verdict.claims.kind === kind) return verdict.claims;
  if (verdict.kind === 'bad' && verdict.claims?.kind === kind) return usedBefore(tokens, sandbox.name, verdict.claims);
  const why = verdict.kind === 'good' ? 'it is a token of another kind' : verdict.description;
  return oauthError('invalid_grant', `The ${kind === 'code' ? 'code' : 'refresh token'} is not good: ${why}.`);
}

interface Renewal {
  readonly sandbox: SandboxRecord;
  readonly tokens: Tokens;
  readonly issuer: string;
  readonly scopes: readonly string[];
}

/** Who comes second with a code or a refresh token may be a thief: then nobody keeps what came of it (RFC 6749 4.1.2, RFC 9700 4.14). */
async function usedBefore(tokens: Tokens, sandbox: string, claims: TokenClaims): Promise<OAuthError> {
  await tokens.revoke(sandbox, claims, 'grant');
  return oauthError('invalid_grant', 'It was used before, or revoked; all tokens that came of it are revoked.');
}

async function renewable(spent: TokenClaims, { sandbox, tokens, issuer, scopes }: Renewal) {
  if (!(await tokens.spend(sandbox.name, spent))) return usedBefore(tokens, sandbox.name, spent);
  const { clientId, grant: family, nonce } = spent;
  const base = { issuer, clientId, scopes, grant: family };
  const access = await tokens.issue(sandbox, { ...base, kind: 'access', lifetime: ACCESS_LIFETIME });
  const refresh = { ...base, scopes: spent.scopes, kind: 'refresh', lifetime: LONGEST_LIFETIME } as const;
  const id = scopes.includes('openid')
    ? await tokens.issue(sandbox, { ...base, kind: 'id', lifetime: ACCESS_LIFETIME, nonce })
    : undefined;
  return {
    ...accessAnswer(base, access),
    refresh_token: await tokens.issue(sandbox, refresh),
    ...(id !== undefined && { id_token: id }),
  };
}

const accessAnswer = ({ scopes }: Pick<TokenClaims, 'scopes'>, token: string): TokenAnswer => ({
  access_token: token,
  token_type: 'Bearer',
  expires_in: ACCESS_LIFETIME / 1000,
  scope: scopes.join(' '),
});
