import { isSameSecret } from '../chance/same-secret.ts';
import type { RequestHeaders } from '../exchange.ts';
import type { TokenVerdict } from '../issuer/token.ts';
import type { SandboxCredentials } from '../sandbox.ts';
import type { Credential } from './credentials.ts';
import type { Fields } from './fields.ts';

/** Are the credentials right? Asked of those that a sandbox has, and of a token whose signature was looked at before. Waits for nothing. */
export type Rightness =
  | { readonly kind: 'right'; readonly credential: string | undefined }
  /** Nothing that was sent makes up one of the alternatives. */
  | { readonly kind: 'missing' }
  | Rejected
  | Forbidden;

/** A credential was sent, and is not one of this sandbox, or not any more. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly challenges: readonly string[];
  /** One text per credential that was refused; nothing of what was sent. */
  readonly reasons: readonly string[];
}

/** A good token that does not reach far enough. */
export interface Forbidden {
  readonly kind: 'forbidden';
  /** Who that is: known, and counted as such. */
  readonly credential: string;
  readonly challenges: readonly string[];
  readonly missing: readonly string[];
  readonly held: readonly string[];
}

export interface Case {
  readonly headers: RequestHeaders;
  readonly query: Fields;
  readonly credentials: SandboxCredentials;
  /** Of the bearer token; undefined where there is none, or where it is the API key. */
  readonly token: TokenVerdict | undefined;
  /** Whether it is the grant of a link that leads here, in the place of a key in the query. */
  opens(sent: string): boolean;
}

type Finding = Exclude<Rightness, { kind: 'missing' }>;

/** What the API key is called where nothing secret may be said. */
export const API_KEY = 'key';

export function enforce(alternatives: readonly (readonly Credential[])[], asked: Case): Rightness {
  let forbidden: Forbidden | undefined;
  const rejected: Rejected[] = [];
  for (const alternative of alternatives) {
    if (alternative.some((credential) => credential.judge(asked.headers, asked.query) !== 'met')) continue;
    let name: string | undefined;
    let refused: Rejected | Forbidden | undefined;
    for (const credential of alternative) {
      const found = rightness(credential, asked);
      if (found.kind === 'right') name = name === undefined || name === API_KEY ? found.credential : name;
      else if (refused === undefined || found.kind === 'rejected') refused = found;
    }
    if (refused === undefined) return { kind: 'right', credential: name };
    if (refused.kind === 'forbidden') forbidden ??= refused;
    else rejected.push(refused);
  }
  if (forbidden !== undefined) return forbidden;
  if (rejected.length === 0) return { kind: 'missing' };
  return {
    kind: 'rejected',
    challenges: [...new Set(rejected.flatMap(({ challenges }) => challenges))],
    reasons: [...new Set(rejected.flatMap(({ reasons }) => reasons))],
  };
}

function rightness(credential: Credential, asked: Case): Finding {
  const sent = credential.sent(asked.headers, asked.query) ?? '';
  const { apiKey, clientId } = asked.credentials;
  switch (credential.type) {
    case 'key':
      if (isSameSecret(sent, apiKey)) return { kind: 'right', credential: API_KEY };
      // Who was let in to the answer with the link follows it, or somebody for them.
      if (credential.inQuery && asked.opens(sent)) return { kind: 'right', credential: API_KEY };
      return rejection(credential.challenge, `${credential.wanted} is not the key of this sandbox: ${OWN}`);
    case 'basic':
      if (isClient(sent, asked.credentials)) return { kind: 'right', credential: clientId };
      return rejection(credential.challenge, `user and password are not client id and secret of this sandbox: ${OWN}`);
    case 'token':
      if (credential.takesKey && isSameSecret(sent, apiKey)) return { kind: 'right', credential: API_KEY };
      return ofToken(credential, sent, asked);
    default:
      return { kind: 'right', credential: undefined };
  }
}

const OWN = 'each sandbox has its own';

const rejection = (challenge: string, reason: string): Rejected => ({
  kind: 'rejected',
  challenges: [challenge],
  reasons: [reason],
});

function isClient(sent: string, { clientId, clientSecret }: SandboxCredentials): boolean {
  return isSameSecret(Buffer.from(sent, 'base64').toString(), `${clientId}:${clientSecret}`);
}

function ofToken({ scopes }: Credential, sent: string, { credentials, token }: Case): Finding {
  if (isSameSecret(sent, credentials.apiKey))
    return badToken('the API key is no token: ask the token endpoint for one');
  if (token === undefined) return badToken('the token is no token of a sandbox');
  if (token.kind === 'bad') return badToken(token.description);
  const { clientId, scopes: held } = token.claims;
  const missing = scopes.filter((scope) => !held.includes(scope));
  if (missing.length === 0) return { kind: 'right', credential: clientId };
  const description = `the token lacks ${missing.join(' ')}`;
  const error = `error="insufficient_scope", error_description="${quotable(description)}"`;
  const challenge = `Bearer realm="sandbox", ${error}, scope="${quotable(scopes.join(' '))}"`;
  return { kind: 'forbidden', credential: clientId, challenges: [challenge], missing, held };
}

const badToken = (description: string): Rejected =>
  rejection(`Bearer realm="sandbox", error="invalid_token", error_description="${quotable(description)}"`, description);

const quotable = (text: string): string => text.replaceAll(/["\\]/g, '\\$&');
