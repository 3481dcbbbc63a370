import type { Answer, HttpRequest } from '../exchange.ts';
import type { ApiDocument } from '../operation.ts';
import type { SandboxRecord } from '../sandbox.ts';
import { authorize } from './authorize.ts';
import { audienceOf } from './claims.ts';
import { authenticate, UNPROVEN } from './client-authentication.ts';
import { declaredScopes } from './declared-scopes.ts';
import { formOf, isError } from './form.ts';
import { grant } from './grants.ts';
import { errorAnswer, issued, methodRefused, oauthError } from './issuer-answer.ts';
import { issuerOf } from './issuer-url.ts';
import { metadata } from './metadata.ts';
import type { Tokens } from './tokens.ts';

/**
 * The OAuth2 and OpenID Connect issuer that each sandbox is, below its `/_auth/`. Part of what is served: faults hit it as
 * they hit an operation. Knows one client per sandbox, and asks no person anything.
 */
export interface Issuer {
  answer(ask: IssuerAsk): Answer | Promise<Answer>;
}

export interface IssuerAsk {
  readonly sandbox: SandboxRecord;
  readonly request: HttpRequest;
  /** Below the sandbox: `/_auth/token`. */
  readonly target: string;
}

export interface IssuerOptions {
  readonly documents: readonly ApiDocument[];
  readonly tokens: Tokens;
  readonly protocol: 'http' | 'https';
  /** Where clients find the double, where that is not what they sent as Host. */
  readonly publicUrl: string | undefined;
}

interface Call extends IssuerAsk {
  readonly issuer: string;
  readonly tokens: Tokens;
  readonly declared: readonly string[];
}

interface Endpoint {
  readonly method: 'GET' | 'POST';
  answer(call: Call): Answer | Promise<Answer>;
}

const wellKnown: Endpoint = { method: 'GET', answer: ({ issuer, declared }) => issued(metadata(issuer, declared), []) };

const endpoints: Readonly<Record<string, Endpoint>> = {
  token: { method: 'POST', answer: token },
  authorize: { method: 'GET', answer: authorize },
  jwks: { method: 'GET', answer: jwks },
  revoke: { method: 'POST', answer: revoke },
  introspect: { method: 'POST', answer: introspect },
  userinfo: { method: 'GET', answer: userinfo },
  '.well-known/openid-configuration': wellKnown,
  '.well-known/oauth-authorization-server': wellKnown,
};

export function createIssuer({ documents, tokens, protocol, publicUrl }: IssuerOptions): Issuer {
  let declared: readonly string[] | undefined;
  return {
    answer(ask) {
      const [path = ''] = ask.target.slice('/_auth/'.length).split('?');
      const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
      if (endpoint === undefined)
        return errorAnswer(oauthError('not_found', `Below /_auth/ there are: ${Object.keys(endpoints).join(', ')}.`));
      const { method } = ask.request;
      if (method !== endpoint.method && !(method === 'HEAD' && endpoint.method === 'GET'))
        return methodRefused(endpoint.method);
      declared ??= declaredScopes(documents);
      // A port of its own stands behind no proxy.
      const isShown = publicUrl !== undefined && ask.sandbox.port === undefined;
      const shown = isShown ? { publicUrl, sandbox: ask.sandbox.name } : undefined;
      return endpoint.answer({ ...ask, tokens, declared, issuer: issuerOf(protocol, ask.request, shown) });
    },
  };
}

async function token({ sandbox, request, issuer, tokens, declared }: Call): Promise<Answer> {
  const form = formOf(request);
  if (isError(form)) return errorAnswer(form);
  const client = authenticate(request, form, sandbox);
  if (isError(client)) return errorAnswer(client);
  const granted = await grant({ sandbox, client, form, issuer, tokens, declared });
  return 'error' in granted ? errorAnswer(granted) : issued(granted);
}

async function jwks({ sandbox, tokens }: Call): Promise<Answer> {
  const { publicJwk } = await tokens.keyOf(sandbox.name);
  return issued({ keys: [publicJwk] }, []);
}

/** What is unknown is as good as revoked (RFC 7009 2.2). */
async function revoke({ sandbox, request, tokens }: Call): Promise<Answer> {
  const form = formOf(request);
  if (isError(form)) return errorAnswer(form);
  const client = authenticate(request, form, sandbox);
  if (isError(client)) return errorAnswer(client);
  const sent = form.get('token');
  if (sent === undefined) return errorAnswer(oauthError('invalid_request', 'token is missing.'));
  const verdict = await tokens.inspect(sandbox, sent);
  if (verdict.kind === 'good')
    await tokens.revoke(sandbox.name, verdict.claims, verdict.claims.kind === 'refresh' ? 'grant' : 'token');
  return issued({});
}

/** RFC 7662: of what is not good nothing is told. */
async function introspect({ sandbox, request, tokens }: Call): Promise<Answer> {
  const form = formOf(request);
  if (isError(form)) return errorAnswer(form);
  const client = authenticate(request, form, sandbox);
  if (isError(client)) return errorAnswer(client);
  if (!client.isProven) return errorAnswer(UNPROVEN);
  const sent = form.get('token');
  if (sent === undefined) return errorAnswer(oauthError('invalid_request', 'token is missing.'));
  const verdict = await tokens.inspect(sandbox, sent);
  if (verdict.kind === 'bad' || (verdict.claims.kind !== 'access' && verdict.claims.kind !== 'refresh'))
    return issued({ active: false });
  const { claims } = verdict;
  return issued({
    active: true,
    scope: claims.scopes.join(' '),
    client_id: claims.clientId,
    sub: claims.clientId,
    ...(claims.kind === 'access' && { token_type: 'Bearer' }),
    exp: claims.expiresAt / 1000,
    iat: claims.issuedAt / 1000,
    iss: claims.issuer,
    aud: audienceOf(sandbox.name),
    jti: claims.id,
  });
}

/** There are no people in a sandbox: the subject is the client. */
async function userinfo({ sandbox, request, tokens }: Call): Promise<Answer> {
  const [, sent] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (sent === undefined) return refusedBearer('Send Authorization: Bearer <token>.', '');
  const verdict = await tokens.verify(sandbox, sent);
  if (verdict.kind === 'good') return issued({ sub: verdict.claims.clientId });
  return refusedBearer(
    `${verdict.description}.`,
    `, error="invalid_token", error_description="${verdict.description}"`,
  );
}

const refusedBearer = (description: string, more: string): Answer =>
  errorAnswer(oauthError('invalid_token', description), ['WWW-Authenticate', `Bearer realm="sandbox"${more}`]);
