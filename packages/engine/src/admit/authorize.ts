import type { Exchange, HttpRequest, PathParameters } from '../exchange.ts';
import type { Tokens } from '../issuer/tokens.ts';
import type { SandboxRecord } from '../sandbox.ts';
import { type Case, enforce, type Forbidden, type Rejected } from './enforce.ts';
import { fieldsOfTarget, NO_FIELDS } from './fields.ts';
import type { Security, Unauthorized } from './security.ts';

/** May whoever asks do this? A promise only where a token has not been seen before. Names the credential on the exchange, never the secret. */
export type Authorized = { readonly kind: 'authorized' } | Unauthorized | Rejected | Forbidden;

export type Authorize = (
  exchange: Exchange,
  sandbox: SandboxRecord | undefined,
  tokens: Pick<Tokens, 'verify' | 'opensLink'>,
  path: PathParameters,
) => Authorized | Promise<Authorized>;

const AUTHORIZED: Authorized = { kind: 'authorized' };
/** Deleted while the request waited. */
const GONE: Authorized = {
  kind: 'rejected',
  challenges: ['Bearer realm="sandbox", error="invalid_token", error_description="the sandbox is gone"'],
  reasons: ['the sandbox is gone, and its credentials with it'],
};

/** `presenceOnly`: nobody asks whether they are right, whatever the sandbox wants. */
export function compileAuthorize(security: Security | undefined, presenceOnly: boolean): Authorize {
  if (security === undefined) return () => AUTHORIZED;
  const readsToken = takesTokens(security);
  return (exchange, sandbox, tokens, path) => {
    if (sandbox === undefined) return GONE;
    if (sandbox.auth === 'off') return AUTHORIZED;
    const { request } = exchange;
    const query = security.readsQuery ? fieldsOfTarget(request.target) : NO_FIELDS;
    if (sandbox.auth === 'presence' || presenceOnly) return security.check(request.headers, query) ?? AUTHORIZED;
    const bearer = readsToken ? bearerOf(request) : undefined;
    const verdict = bearer?.includes('.') ? tokens.verify(sandbox, bearer) : undefined;
    const opens = security.readsQuery
      ? (sent: string): boolean =>
          exchange.operation !== undefined && tokens.opensLink(sandbox, exchange.operation, path, sent)
      : NEVER;
    const asked = { headers: request.headers, query, credentials: sandbox.credentials, opens };
    return verdict instanceof Promise
      ? verdict.then((token) => judged(security, exchange, { ...asked, token }))
      : judged(security, exchange, { ...asked, token: verdict });
  };
}

const NEVER = (): boolean => false;

function judged(security: Security, exchange: Exchange, asked: Case): Authorized {
  const found = enforce(security.alternatives, asked);
  if (found.kind === 'missing') return security.check(asked.headers, asked.query) ?? AUTHORIZED;
  if (found.kind === 'rejected') return found;
  exchange.credential = found.credential;
  return found.kind === 'right' ? AUTHORIZED : found;
}

export const takesTokens = ({ alternatives }: Security): boolean =>
  alternatives.some((credentials) => credentials.some(({ type }) => type === 'token'));

/** The bearer token of a request, good or not; undefined where there is none. */
export function bearerOf({ headers: { authorization } }: Pick<HttpRequest, 'headers'>): string | undefined {
  if (authorization === undefined || authorization.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  const token = authorization.slice(7).trim();
  return token === '' || /\s/.test(token) ? undefined : token;
}
