import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Secrets } from '../chance/secrets.ts';
import type { PathParameters } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import type { SandboxRecord } from '../sandbox.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { bad, claimsOf, MALFORMED, payloadOf, typeOf } from './claims.ts';
import { isLinkGrant, linkGrant, placeOf } from './link-grant.ts';
import { createRevocations } from './revocations.ts';
import { ALGORITHM, createSigningKeys, type SigningKey, type SigningKeys } from './signing-keys.ts';
import type { TokenClaims, TokenKind, TokenVerdict } from './token.ts';

/** Makes, judges and revokes the tokens of all sandboxes. Knows no HTTP, and no token of one sandbox is good in another. */
export interface Tokens {
  issue(sandbox: SandboxRecord, wish: TokenWish): Promise<string>;
  /** Synchronous where the token was seen before: then its signature is not looked at again. */
  verify(sandbox: SandboxRecord, token: string): TokenVerdict | Promise<TokenVerdict>;
  /** For what is asked for seldom: tokens of other kinds, and never remembered. */
  inspect(sandbox: SandboxRecord, token: string): Promise<TokenVerdict>;
  /** True for the first who spends it: codes and refresh tokens are good once. */
  spend(sandbox: string, claims: TokenClaims): Promise<boolean>;
  /** This token, or all that come from the same authorisation. */
  revoke(sandbox: string, claims: TokenClaims, extent: 'token' | 'grant'): Promise<void>;
  keyOf(sandbox: string): Promise<SigningKey>;
  newGrant(): string;
  /** For five minutes, of this path alone; `path` are its parameters. */
  grantLink(sandbox: SandboxRecord, operation: Operation, path: Readonly<Record<string, unknown>>): string;
  opensLink(sandbox: SandboxRecord, operation: Operation, path: PathParameters, sent: string): boolean;
  /** The sandbox is gone. */
  forget(sandbox: string): void;
}

export type TokenWish = Omit<TokenClaims, 'id' | 'issuedAt' | 'expiresAt'> & {
  /** Milliseconds of the sandbox's clock. */
  readonly lifetime: number;
};

export interface TokensOptions {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly clockOf: (sandbox: string) => Clock;
}

/** Longer ones are none of ours, and not worth a signature. */
const LONGEST = 8192;
/** Tokens whose signature was good, by digest: the token itself is not kept. */
const REMEMBERED = 10_000;

export function createTokens({ store, secrets, clockOf }: TokensOptions): Tokens {
  const keys = createSigningKeys(store);
  const revoked = createRevocations(store);
  const seen = new LRUCache<string, TokenClaims>({ max: REMEMBERED });
  const judge = (sandbox: SandboxRecord, claims: TokenClaims): TokenVerdict => {
    const now = clockOf(sandbox.name).now();
    if (now >= claims.expiresAt)
      return bad('expired', `the token expired at ${new Date(claims.expiresAt).toISOString()}`);
    if (claims.clientId !== sandbox.credentials.clientId)
      return bad('replaced', 'the token was revoked: the credentials it was issued for have been replaced');
    if (revoked.has(sandbox.name, claims.id) || revoked.has(sandbox.name, claims.grant))
      return { kind: 'bad', flaw: 'revoked', description: 'the token was revoked', claims };
    return { kind: 'good', claims };
  };
  const look = async (sandbox: SandboxRecord, token: string): Promise<TokenClaims | TokenVerdict> => {
    await revoked.load(sandbox.name);
    return signedClaims(keys, sandbox.name, token);
  };
  return {
    async issue(sandbox, { lifetime, ...wish }) {
      const issuedAt = clockOf(sandbox.name).now();
      const claims = { ...wish, id: secrets.token(12), issuedAt, expiresAt: issuedAt + lifetime };
      return signed(await keys.of(sandbox.name), sandbox.name, claims);
    },
    verify(sandbox, token) {
      if (token.length > LONGEST) return MALFORMED;
      const place = `${sandbox.name} ${hash('sha256', token, 'base64')}`;
      const known = seen.get(place);
      if (known !== undefined) return judge(sandbox, known);
      return look(sandbox, token).then((found) => {
        if (found.kind === 'good' || found.kind === 'bad') return found;
        if (found.kind !== 'access') return NO_ACCESS[found.kind];
        seen.set(place, found);
        return judge(sandbox, found);
      });
    },
    async inspect(sandbox, token) {
      if (token.length > LONGEST) return MALFORMED;
      const found = await look(sandbox, token);
      return found.kind === 'good' || found.kind === 'bad' ? found : judge(sandbox, found);
    },
    async spend(sandbox, { id, expiresAt }) {
      const { first, kept } = revoked.add(sandbox, id, expiresAt, clockOf(sandbox).now());
      await kept;
      return first;
    },
    async revoke(sandbox, { id, grant, expiresAt }, extent) {
      const now = clockOf(sandbox).now();
      const until = Math.max(expiresAt, now + LONGEST_LIFETIME);
      await revoked.add(sandbox, extent === 'token' ? id : grant, until, now).kept;
    },
    keyOf: (sandbox) => keys.of(sandbox),
    newGrant: () => secrets.token(12),
    grantLink: (sandbox, operation, path) =>
      linkGrant(sandbox, placeOf(operation, path), clockOf(sandbox.name).now() + LINK_LIFETIME),
    opensLink: (sandbox, operation, path, sent) =>
      isLinkGrant(sandbox, placeOf(operation, decoded(path)), clockOf(sandbox.name).now(), sent),
    forget(sandbox) {
      keys.forget(sandbox);
      revoked.forget(sandbox);
      for (const place of seen.keys()) if (place.startsWith(`${sandbox} `)) seen.delete(place);
    },
  };
}

const LINK_LIFETIME = 300_000;

/** As the path has them they are encoded, in whatever way. */
function decoded(path: PathParameters): PathParameters {
  try {
    return Object.fromEntries(Object.entries(path).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    return path;
  }
}

/** Of what comes from one authorisation. */
export const LONGEST_LIFETIME = 30 * 86_400_000;

const NO_ACCESS = {
  refresh: bad('kind', 'a refresh token is no access token: ask the token endpoint for one'),
  code: bad('kind', 'an authorization code is no access token: ask the token endpoint for one'),
  id: bad('kind', 'an ID token is no access token'),
} satisfies Record<Exclude<TokenKind, 'access'>, TokenVerdict>;

async function signed(key: SigningKey, sandbox: string, claims: TokenClaims): Promise<string> {
  const { SignJWT } = await import('jose');
  return new SignJWT(payloadOf(sandbox, claims))
    .setProtectedHeader({ alg: ALGORITHM, kid: key.id, typ: typeOf(claims.kind) })
    .sign(key.privateKey);
}

/** Claims that this sandbox has signed, whatever has become of them since. */
async function signedClaims(keys: SigningKeys, sandbox: string, token: string): Promise<TokenClaims | TokenVerdict> {
  const { compactVerify, decodeProtectedHeader } = await import('jose');
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    if (token.split('.').length !== 3) return MALFORMED;
    header = decodeProtectedHeader(token);
  } catch {
    return MALFORMED;
  }
  if (header.alg !== ALGORITHM)
    return bad('algorithm', `tokens of this sandbox are signed with ${ALGORITHM}, and no other algorithm is taken`);
  const key = await keys.of(sandbox);
  if (header.kid !== key.id)
    return bad('foreign', 'the token was not issued by this sandbox: each sandbox takes its own tokens only');
  try {
    const { payload } = await compactVerify(token, key.publicKey, { algorithms: [ALGORITHM] });
    return claimsOf(sandbox, header.typ, payload);
  } catch {
    return bad('signature', 'the signature of the token is wrong');
  }
}
