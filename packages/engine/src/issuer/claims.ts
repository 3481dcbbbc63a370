import type { JWTPayload } from 'jose';
import { isObject } from '../schema/json-schema.ts';
import type { TokenClaims, TokenFlaw, TokenKind, TokenVerdict } from './token.ts';

/** Claims as a JWT has them (RFC 9068) and back. What is not exactly as this sandbox writes it is none of its tokens. */

const TYPES = { access: 'at+jwt', refresh: 'rt+jwt', code: 'code+jwt', id: 'JWT' } as const;

export const typeOf = (kind: TokenKind): string => TYPES[kind];

/** Whom a token is for: the sandbox, under whatever host name it is asked; an ID token is for the client. */
export const audienceOf = (sandbox: string): string => `urn:stuntdouble:sandbox:${sandbox}`;

export function payloadOf(sandbox: string, claims: TokenClaims): JWTPayload {
  const { kind, id, grant, issuer, clientId, scopes, issuedAt, expiresAt, redirectUri, challenge, nonce } = claims;
  return {
    iss: issuer,
    sub: clientId,
    aud: kind === 'id' ? clientId : audienceOf(sandbox),
    exp: Math.floor(expiresAt / 1000),
    iat: Math.floor(issuedAt / 1000),
    jti: id,
    client_id: clientId,
    scope: scopes.join(' '),
    grant,
    ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
    ...(challenge !== undefined && { code_challenge: challenge }),
    ...(nonce !== undefined && { nonce }),
  };
}

/** Of a payload whose signature was good. */
export function claimsOf(sandbox: string, type: unknown, payload: Uint8Array): TokenClaims | TokenVerdict {
  const kind = (['access', 'refresh', 'code', 'id'] as const).find((each) => TYPES[each] === type);
  const claims: unknown = JSON.parse(Buffer.from(payload).toString());
  if (kind === undefined || !isObject(claims)) return MALFORMED;
  const { iss, aud, exp, iat, jti, client_id, scope, grant, redirect_uri, code_challenge, nonce } = claims;
  if (typeof iss !== 'string' || !isIssuer(sandbox, iss))
    return bad('foreign', 'the issuer of the token is not this sandbox: each sandbox takes its own tokens only');
  if (kind !== 'id' && aud !== audienceOf(sandbox))
    return bad('foreign', 'the audience of the token is not this sandbox: each sandbox takes its own tokens only');
  if (typeof exp !== 'number' || typeof iat !== 'number') return MALFORMED;
  if (typeof jti !== 'string' || typeof client_id !== 'string' || typeof scope !== 'string') return MALFORMED;
  return {
    kind,
    id: jti,
    grant: typeof grant === 'string' ? grant : jti,
    issuer: iss,
    clientId: client_id,
    scopes: scope.split(' ').filter((word) => word !== ''),
    issuedAt: iat * 1000,
    expiresAt: exp * 1000,
    redirectUri: textOf(redirect_uri),
    challenge: textOf(code_challenge),
    nonce: textOf(nonce),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A sandbox is asked by several names: below its prefix, by a host label, at a listener of its own. The host is the client's choice, the path is not. */
function isIssuer(sandbox: string, issuer: string): boolean {
  const { protocol, pathname } = URL.parse(issuer) ?? {};
  // A public address may have a path of its own before that.
  const isPath =
    pathname?.endsWith(`/~${sandbox}/_auth`) || (pathname?.endsWith('/_auth') && !pathname.includes('/~')) || false;
  return isPath && (protocol === 'http:' || protocol === 'https:');
}

export const bad = (flaw: TokenFlaw, description: string): TokenVerdict => ({ kind: 'bad', flaw, description });

export const MALFORMED = bad('malformed', 'the token is no token of a sandbox');
