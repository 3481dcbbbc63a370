import { hash, timingSafeEqual } from 'node:crypto';

/** What of a control request decides whether it may act. */
export interface Caller {
  readonly remoteAddress: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
  /** It came in on a port that something else stands in front of: where it came from, and what its Host is, then says nothing. */
  readonly isForwarded?: boolean;
  /** It is a delivery of a webhook: ours come from this machine, and whoever subscribes chooses where they go. */
  readonly isDelivery?: boolean;
}

export type Access =
  | { readonly kind: 'granted' }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly detail: string };

const GRANTED: Access = { kind: 'granted' };

/** What every control key of a sandbox begins with. */
const KEY_PREFIX = 'ck_';

/**
 * The control key of the sandbox that is asked (`ownKey`) decides wherever it comes from. With a token, the token decides. Without one only this machine may control, and no page of another origin: a browser here
 * would otherwise lend its loopback to any site (DNS rebinding shows in Host, cross-site requests in Origin).
 */
export function accessOf(caller: Caller, token: string | undefined, ownKey?: string): Access {
  if (caller.isDelivery) return refused(403, 'A delivery of a webhook controls nothing.');
  const [, given] = /^Bearer +(\S+)$/i.exec(caller.authorization ?? '') ?? [];
  if (isEqual(given, ownKey) || isEqual(given, token)) return GRANTED;
  if (token !== undefined) return refused(401, 'Send the control token: Authorization: Bearer <token>.');
  // Also on this machine: who shows the key of one sandbox means no other.
  if (given?.startsWith(KEY_PREFIX))
    return refused(
      401,
      'The control key is not the one of this sandbox; it works below /~NAME/_stunt/ of its own only.',
    );
  if (caller.isForwarded)
    return refused(
      403,
      'With a public URL the data port is controlled by who shows a token or a control key: start with STUNT_TOKEN set, or ask the control port.',
    );
  if (!isLoopback(caller.remoteAddress))
    return refused(
      403,
      'Without a token the control API answers this machine only: start with STUNT_TOKEN set, and send it.',
    );
  if (!isLoopbackHost(caller.host))
    return refused(403, 'Host is another name; without a token it has to be localhost or a loopback address.');
  if (caller.origin !== undefined && !isOwnOrigin(caller.origin, caller.host))
    return refused(403, 'Origin is another one; without a token a page of another origin may not control.');
  return GRANTED;
}

/** Digests have one length, which the comparison in constant time needs. */
const isEqual = (given: string | undefined, expected: string | undefined): boolean =>
  given !== undefined && expected !== undefined && timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);

/** Names below `localhost` are this machine's for every resolver (RFC 6761 6.3): a sandbox is reached by one. */
const isLoopbackHost = (host: string | undefined): boolean =>
  host !== undefined && /^((?:[a-z0-9-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host);

const isOwnOrigin = (origin: string, host: string | undefined): boolean =>
  URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();

const refused = (status: 401 | 403, detail: string): Access => ({ kind: 'refused', status, detail });
