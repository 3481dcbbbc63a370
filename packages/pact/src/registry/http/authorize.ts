import { hash, timingSafeEqual } from 'node:crypto';
import type { Grant } from '../tokens/grant.ts';

/** What of a request decides whether it may be answered. */
export interface Asking {
  readonly method: string;
  /** The path as it was sent, without the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly remoteAddress: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

export type Authorized =
  | { readonly kind: 'granted'; readonly grant: Grant }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly why: string };

/** Who may ask what. The one place that decides it: every request passes here before anything is read. */
export type Authorize = (asking: Asking) => Authorized;

const GRANTED: Authorized = { kind: 'granted', grant: { role: 'admin' } };

/** The tokens that were made, beside the one that the registry was started with. */
export interface KnownTokens {
  /** Whether there is one: from then on nobody is answered without. */
  any(): boolean;
  grantOf(shown: string): Grant | undefined;
}

const NONE: KnownTokens = { any: () => false, grantOf: () => undefined };

/**
 * With a token, the token decides, for reading as for writing: as Bearer, or as the password of Basic, which is what clients send
 * that know no tokens. Without one this machine is answered, and no page of another origin: a browser here would lend its
 * loopback to any site.
 */
export function authorizeBy(token: string | undefined, known: KnownTokens = NONE): Authorize {
  return ({ authorization, remoteAddress, host, origin }) => {
    if (token !== undefined || known.any()) {
      const given = tokenIn(authorization);
      if (given !== undefined && token !== undefined && isEqual(given, token)) return GRANTED;
      const grant = given === undefined ? undefined : known.grantOf(given);
      if (grant !== undefined) return { kind: 'granted', grant };
      const why =
        given === undefined ? 'A token is needed: Authorization: Bearer TOKEN.' : 'The token is not known here.';
      return { kind: 'refused', status: 401, why };
    }
    if (!isLoopback(remoteAddress))
      return refused('Without a token only this machine is answered: start the registry with --token, and send it.');
    if (!isLoopbackHost(host))
      return refused('Host is another name; without a token it has to be localhost or a loopback address.');
    if (origin !== undefined && !isLoopbackOrigin(origin))
      return refused('Origin is another one; without a token a page of another origin is not answered.');
    return GRANTED;
  };
}

/** Badges are for everybody, and nothing else is. */
export const withPublicBadges =
  (authorize: Authorize): Authorize =>
  (asking) =>
    asking.method === 'GET' && /\/badge(\.svg)?$/.test(asking.path)
      ? { kind: 'granted', grant: { role: 'read-only' } }
      : authorize(asking);

const refused = (why: string): Authorized => ({ kind: 'refused', status: 403, why });

function tokenIn(authorization: string | undefined): string | undefined {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (bearer !== undefined) return bearer;
  const [, basic] = /^Basic +(\S+)$/i.exec(authorization ?? '') ?? [];
  return basic === undefined
    ? undefined
    : Buffer.from(basic, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
}

/** Digests have one length, which the comparison in constant time needs. */
const isEqual = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);

const isLoopbackHost = (host: string | undefined): boolean =>
  host !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host);

const isLoopbackOrigin = (origin: string): boolean => URL.canParse(origin) && isLoopbackHost(new URL(origin).host);
