import type { Answer } from '../exchange.ts';

/** Answers of the issuer: JSON that nobody keeps (RFC 6749 5.1), and errors in its words (5.2). */
export function issued(value: unknown, headers: readonly string[] = NEVER_KEPT): Answer {
  return jsonAnswer(200, value, headers, 'generated');
}

export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_token'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unauthorized_client'
  | 'not_found';

export interface OAuthError {
  readonly kind: 'error';
  readonly error: OAuthErrorCode;
  readonly description: string;
}

export const oauthError = (error: OAuthErrorCode, description: string): OAuthError => ({
  kind: 'error',
  error,
  description,
});

export function errorAnswer({ error, description }: OAuthError, headers: readonly string[] = []): Answer {
  const status = STATUS[error] ?? 400;
  const challenge = error === 'invalid_client' ? ['WWW-Authenticate', 'Basic realm="sandbox", charset="UTF-8"'] : [];
  const body = { error, error_description: description };
  return jsonAnswer(status, body, [...NEVER_KEPT, ...challenge, ...headers], 'problem');
}

const STATUS: Partial<Record<OAuthErrorCode, number>> = { invalid_client: 401, invalid_token: 401, not_found: 404 };

export const methodRefused = (allowed: string): Answer =>
  jsonAnswer(
    405,
    { error: 'invalid_request', error_description: `Use ${allowed}.` },
    ['Allow', allowed, ...NEVER_KEPT],
    'problem',
  );

/** Sends the client's browser back to it. */
export function redirect(location: string): Answer {
  return {
    status: 302,
    headers: ['Location', location, 'Content-Length', '0', ...NEVER_KEPT, 'Stunt-Source', 'generated'],
    body: new Uint8Array(),
    source: 'generated',
  };
}

const NEVER_KEPT = ['Cache-Control', 'no-store', 'Pragma', 'no-cache'];

function jsonAnswer(status: number, value: unknown, headers: readonly string[], source: Answer['source']): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status,
    headers: [
      'Content-Type',
      'application/json',
      'Content-Length',
      String(body.length),
      ...headers,
      'Stunt-Source',
      source,
    ],
    body,
    source,
  };
}
