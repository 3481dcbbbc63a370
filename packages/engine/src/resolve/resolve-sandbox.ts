/**
 * Which sandbox a request is for, read from its target before anything is decoded, then from Host; never from credentials.
 * `target` is what is left for the router: the request's own where nothing was taken off.
 */
export type ResolvedSandbox =
  | { readonly kind: 'sandbox'; readonly name: string; readonly target: string }
  /** The double's own paths: `control` is `/_stunt/…`, `auth` is `/_auth/…`. */
  | { readonly kind: 'reserved'; readonly area: 'control' | 'auth'; readonly name: string; readonly target: string }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: string };

export const DEFAULT_SANDBOX = 'default';

const SLASH = 47;
const QUESTION = 63;
const PERCENT = 37;
const TILDE = 126;
const UNDERSCORE = 95;

const SANDBOX_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const ENCODED_TILDE = /^\/%7e/i;
/** Bounded by what any reader may take for a slash. */
const DOT_SEGMENT = /(?:[/\\]|%2f|%5c)((?:\.|%2e){1,2})(?=[/\\?#]|%2f|%5c|$)/i;
const RESERVED = /^\/_(stunt|auth)(?=[/?]|$)/;
const NONE: ReadonlySet<string> = new Set();
const ABSOLUTE_FORM = /^https?:\/\/[^/?]*/i;

/**
 * `host` is the Host field as sent, `known` the names of the sandboxes there are, `listenerOf` the one whose own listener was
 * asked: it is all that is served there. `ownHost` is the name under which all of them are reached: no sandbox is meant by its
 * first label, whatever a partner calls its own. Allocates nothing but its result on an ordinary target.
 */
export function resolveSandbox(
  target: string,
  host: string | undefined,
  known: ReadonlySet<string>,
  listenerOf?: string,
  ownHost?: string,
): ResolvedSandbox {
  if (target.charCodeAt(0) !== SLASH) return resolveOtherForm(target, host, known, listenerOf, ownHost);
  const dots = findDotSegment(target);
  if (dots !== undefined) return { kind: 'refused', reason: `the path has a dot segment: ${dots}` };
  const first = target.charCodeAt(1);
  if (first === TILDE) return resolvePrefix(target, listenerOf === undefined ? known : NONE);
  if (first === PERCENT && ENCODED_TILDE.test(target)) {
    return { kind: 'refused', reason: 'the tilde before a sandbox name must not be percent-encoded: send /~name' };
  }
  if (listenerOf !== undefined && !known.has(listenerOf)) return { kind: 'unknown', name: listenerOf };
  const name =
    listenerOf ?? (known.size > 1 && host !== undefined ? nameFromHost(host, known, ownHost) : DEFAULT_SANDBOX);
  return first === UNDERSCORE ? resolveReserved(name, target) : { kind: 'sandbox', name, target };
}

/** A target without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}

/** True where a sandbox may bear the name: lower case letters, digits and dashes, up to 63. */
export function isSandboxName(name: string): boolean {
  return SANDBOX_NAME.test(name);
}

function resolvePrefix(target: string, known: ReadonlySet<string>): ResolvedSandbox {
  let end = 2;
  for (; end < target.length; end++) {
    const code = target.charCodeAt(end);
    if (code === SLASH || code === QUESTION) break;
  }
  const name = target.slice(2, end);
  if (!isSandboxName(name) || !known.has(name)) return { kind: 'unknown', name: name.slice(0, 63) };
  const rest = target.charCodeAt(end) === SLASH ? target.slice(end) : `/${target.slice(end)}`;
  return resolveReserved(name, rest);
}

function resolveReserved(name: string, target: string): ResolvedSandbox {
  const reserved = RESERVED.exec(target);
  if (reserved === null) return { kind: 'sandbox', name, target };
  return { kind: 'reserved', area: reserved[1] === 'auth' ? 'auth' : 'control', name, target };
}

/** Absolute form is for proxies, but a server must take it (RFC 9112 3.2.2); `*` is for OPTIONS about the whole server. */
function resolveOtherForm(
  target: string,
  host: string | undefined,
  known: ReadonlySet<string>,
  listenerOf: string | undefined,
  ownHost: string | undefined,
): ResolvedSandbox {
  if (target === '*') return { kind: 'sandbox', name: listenerOf ?? DEFAULT_SANDBOX, target };
  const origin = ABSOLUTE_FORM.exec(target)?.[0];
  if (origin === undefined) return { kind: 'refused', reason: 'the request target does not start with /' };
  // `http://acme.example@other/` names a user, not a host (RFC 9110 4.2.4).
  if (origin.includes('@')) return { kind: 'refused', reason: 'the request target has a user before its host' };
  const rest = target.slice(origin.length);
  return resolveSandbox(
    rest.startsWith('/') ? rest : `/${rest}`,
    origin.slice(origin.indexOf('//') + 2) || host,
    known,
    listenerOf,
    ownHost,
  );
}

/** The first `.` or `..` segment of the path, its dots or slashes encoded or not; clients and proxies disagree about what they mean. */
function findDotSegment(target: string): string | undefined {
  // Nearly every path is done with here: each is one native search.
  if (!target.includes('/.') && !target.includes('%') && !target.includes('\\')) return undefined;
  const query = target.indexOf('?');
  return DOT_SEGMENT.exec(query === -1 ? target : target.slice(0, query))?.[1];
}

/** `acme.localhost:4010` is sandbox `acme` if there is one of that name; an address never is, nor the double's own name. */
function nameFromHost(host: string, known: ReadonlySet<string>, ownHost: string | undefined): string {
  const dot = host.indexOf('.');
  if (dot === -1) return DEFAULT_SANDBOX;
  const label = host.slice(0, dot).toLowerCase();
  const isNamed = known.has(label) && !/^[\d.]+(?::\d+)?$/.test(host);
  return isNamed && host.toLowerCase().replace(/\.?(?::\d+)?$/, '') !== ownHost ? label : DEFAULT_SANDBOX;
}
