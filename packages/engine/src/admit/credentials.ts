import type { HttpSecurityScheme, IOauthFlowObjects } from '@stoplight/types';
import type { RequestHeaders } from '../exchange.ts';
import { isObject } from '../schema/json-schema.ts';
import { type Fields, parseCookies } from './fields.ts';
import { decodeField, MALFORMED } from './percent.ts';

/** One security scheme, compiled to a look at the request. `malformed`: the right scheme, but not a credential. */
export type Verdict = 'met' | 'absent' | 'malformed';

export interface Credential {
  /** `unseen`: nobody here can tell whether it is right. */
  readonly type: 'key' | 'basic' | 'token' | 'unseen';
  /** Whether the API key is good in place of a token: where the document names no one who issues tokens. */
  readonly takesKey: boolean;
  /** What the operation asks of a token. */
  readonly scopes: readonly string[];
  readonly inQuery: boolean;
  readonly challenge: string;
  /** What to send, in words. */
  readonly wanted: string;
  readonly prismTag: string | undefined;
  readonly prismTagOnlyWithoutScheme: boolean;
  judge(headers: RequestHeaders, query: Fields): Verdict;
  /** What was sent, without its scheme; several of the same name are none. Of what `judge` calls met. */
  sent(headers: RequestHeaders, query: Fields): string | undefined;
}

const REALM = 'realm="sandbox"';
const DIGEST_PARTS = ['username=', 'realm=', 'nonce=', 'uri=', 'response='];

/** Undefined for schemes that cannot be seen in a request, or that nobody knows. */
export function compileCredential(
  scheme: HttpSecurityScheme,
  /** What the requirement lists, where that is known. */
  asked?: readonly string[],
): Credential | undefined {
  switch (scheme.type) {
    case 'apiKey':
      return isNamed(scheme) ? apiKey(scheme.in, scheme.name) : undefined;
    case 'http':
      return typeof scheme.scheme === 'string'
        ? httpCredential(scheme.scheme.toLowerCase(), asked ?? scopesBeside(scheme))
        : undefined;
    case 'oauth2':
      return bearer('OAuth2', asked ?? scopesOf(scheme.flows), false);
    case 'openIdConnect':
      return bearer('OpenID', asked ?? scopesBeside(scheme), false);
    default:
      return undefined;
  }
}

/** A document may say anything there, whatever the model's type promises. */
const isNamed = ({ in: place, name }: { in: unknown; name: unknown }): boolean =>
  typeof name === 'string' && ['query', 'header', 'cookie'].includes(String(place));

function httpCredential(scheme: string, scopes: readonly string[]): Credential | undefined {
  if (scheme === 'bearer') return bearer('Bearer', scopes, true);
  if (scheme === 'basic') {
    return authorization(
      'basic',
      'basic',
      `Basic ${REALM}, charset="UTF-8"`,
      'Authorization: Basic <base64 of user:password>',
      'Basic realm="*"',
      isBasicToken,
    );
  }
  if (scheme !== 'digest') return undefined;
  const challenge = `Digest ${REALM}, nonce="abc123"`;
  const isDigest = (rest: string): boolean => DIGEST_PARTS.every((part) => rest.includes(part));
  return authorization(
    'unseen',
    'digest',
    challenge,
    'Authorization: Digest username=…, realm=…, nonce=…, uri=…, response=…',
    'Digest realm="*", nonce="abc123"',
    isDigest,
  );
}

function bearer(prismTag: string, scopes: readonly string[], takesKey: boolean): Credential {
  const scope = scopes.length > 0 ? `, scope="${scopes.join(' ')}"` : '';
  const isToken = (rest: string): boolean => rest !== '' && !/\s/.test(rest);
  const credential = authorization(
    'token',
    'bearer',
    `Bearer ${REALM}${scope}`,
    'Authorization: Bearer <token>',
    prismTag,
    isToken,
  );
  return { ...credential, scopes, takesKey, prismTagOnlyWithoutScheme: false };
}

/** A credential in the Authorization field; names of schemes have no case (RFC 9110 11.1). */
function authorization(
  type: Credential['type'],
  scheme: string,
  challenge: string,
  wanted: string,
  prismTag: string,
  isWellFormed: (rest: string) => boolean,
): Credential {
  const { length } = scheme;
  return {
    type,
    takesKey: false,
    scopes: [],
    inQuery: false,
    challenge,
    wanted,
    prismTag,
    prismTagOnlyWithoutScheme: true,
    judge(headers) {
      const sent = headers.authorization;
      if (typeof sent !== 'string' || sent.slice(0, length).toLowerCase() !== scheme) return 'absent';
      if (sent.length > length && sent.charCodeAt(length) !== 32) return 'absent';
      return isWellFormed(sent.slice(length).trim()) ? 'met' : 'malformed';
    },
    sent: (headers) => headers.authorization?.slice(length).trim(),
  };
}

function isBasicToken(token: string): boolean {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(token) && Buffer.from(token, 'base64').includes(58);
}

function apiKey(place: 'query' | 'header' | 'cookie', name: string): Credential {
  const lower = name.toLowerCase();
  const found = {
    header: (headers: RequestHeaders) => headers[lower],
    query: (_headers: RequestHeaders, query: Fields) => query.get(name),
    cookie: (headers: RequestHeaders) => parseCookies(headers.cookie).get(name),
  }[place];
  return {
    type: 'key',
    takesKey: true,
    scopes: [],
    inQuery: place === 'query',
    // No scheme is registered for keys; this one says what to send, and a 401 needs at least one.
    challenge: `ApiKey ${REALM}, in="${place}", name="${name.replaceAll(/["\\]/g, '\\$&')}"`,
    wanted: place === 'query' ? `query parameter ${name}` : `${place} ${name}`,
    prismTag: undefined,
    prismTagOnlyWithoutScheme: false,
    judge: (headers, query) => (isSent(found(headers, query)) ? 'met' : 'absent'),
    sent(headers, query) {
      const value = found(headers, query);
      if (typeof value !== 'string') return undefined;
      // Some put a word of their own before the key in this field: `Bot …`, `Token …`.
      if (place !== 'query') return lower === 'authorization' ? value.replace(/^[A-Za-z][\w-]* +(?=\S+$)/, '') : value;
      const decoded = decodeField(value);
      return decoded === MALFORMED ? undefined : decoded;
    },
  };
}

function isSent(value: string | string[] | undefined): boolean {
  return typeof value === 'string' ? value !== '' : value?.some((item) => item !== '') === true;
}

function scopesOf(flows: IOauthFlowObjects): string[] {
  return [...new Set(Object.values(flows).flatMap((flow) => Object.keys(flow?.scopes ?? {})))];
}

/** Where the model has what a requirement asks of a scheme without flows: OpenAPI 3.1 has roles there, OpenID Connect scopes. */
function scopesBeside({ extensions }: { readonly extensions?: unknown }): string[] {
  const listed = isObject(extensions) ? extensions['x-scopes'] : undefined;
  return Array.isArray(listed) ? listed.filter((scope) => typeof scope === 'string') : [];
}
