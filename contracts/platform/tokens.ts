/**
 * The token endpoint: OAuth 2.0 client credentials (RFC 6749, section 4.4). Issues and reads tokens that live for 15 minutes; issuer and
 * reader are one process, so one secret key, drawn at start-up, signs them. Never keeps a token.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Client, Clients } from './clients.ts';
import type { Clock } from './clock.ts';
import { Problem } from './problem.ts';
import { readUpTo } from './request-body.ts';

export const tokenSeconds = 900;
const issuer = 'intake-exchange';

export interface Tokens {
  issue(client: Client, scopes: readonly string[]): Promise<string>;
  /** The client with the scopes of the token; throws a `Problem`. */
  read(token: string): Promise<Client>;
}

export function createTokens(clients: Clients, clock: Clock): Tokens {
  const key = randomBytes(32);
  return {
    issue(client, scopes) {
      const issuedAt = Math.floor(clock.now() / 1000);
      return new SignJWT({ scope: scopes.join(' ') })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setSubject(client.id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + tokenSeconds)
        .sign(key);
    },
    async read(token) {
      const options = { issuer, algorithms: ['HS256'], currentDate: new Date(clock.now()) };
      const verified = await jwtVerify(token, key, options).catch((error: unknown) => {
        throw error instanceof errors.JWTExpired ? expired() : unknownCredential();
      });
      const client = clients.get(verified.payload.sub ?? '');
      if (!client) throw unknownCredential();
      return {
        ...client,
        scopes: String(verified.payload.scope ?? '')
          .split(' ')
          .filter(Boolean),
      };
    },
  };
}

const challenge = (error: string, description: string) => ({
  headers: { 'www-authenticate': `Bearer realm="${issuer}", error="${error}", error_description="${description}"` },
});

export const unknownCredential = (): Problem =>
  new Problem(
    'credential_unknown',
    'The credential is unknown or was revoked. Get a new one, then repeat the call once.',
    challenge('invalid_token', 'The credential is unknown'),
  );

const expired = (): Problem =>
  new Problem(
    'token_expired',
    'The access token expired. Get a new one from the token endpoint.',
    challenge('invalid_token', 'The access token expired'),
  );

/** Its errors have the shape of RFC 6749, not of the API. */
export function addTokenEndpoint(app: FastifyInstance, clients: Clients, tokens: Tokens): void {
  const refuse = (reply: FastifyReply, status: number, error: string, description: string) =>
    reply.code(status).send({ error, error_description: description });

  app.post('/_auth/token', async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-store' });
    const form = new URLSearchParams((await readUpTo(request.body, 16_384)).toString());
    if (form.get('grant_type') !== 'client_credentials') {
      return refuse(reply, 400, 'unsupported_grant_type', 'grant_type must be client_credentials.');
    }
    const client = authenticated(clients, request.headers.authorization, form);
    if (!client) {
      void reply.headers({ 'www-authenticate': `Basic realm="${issuer}"` });
      return refuse(reply, 401, 'invalid_client', 'Send client id and secret with HTTP Basic.');
    }
    const asked = form.get('scope')?.split(' ').filter(Boolean) ?? client.scopes;
    const beyond = asked.filter((scope) => !client.scopes.includes(scope));
    if (beyond.length > 0) {
      return refuse(reply, 400, 'invalid_scope', `The client has these scopes: ${client.scopes.join(' ')}.`);
    }
    return reply.send({
      access_token: await tokens.issue(client, asked),
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      scope: asked.join(' '),
    });
  });
}

/** HTTP Basic as the document asks, or the form fields that RFC 6749 allows beside it. */
function authenticated(clients: Clients, authorization: string | undefined, form: URLSearchParams): Client | undefined {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') {
    return clients.bySecret(form.get('client_id') ?? '', form.get('client_secret') ?? '');
  }
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return clients.bySecret(decoded(id), decoded(secret.join(':')));
}

/** Both are form-encoded inside Basic (RFC 6749, section 2.3.1). */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
