import type { RunningServer } from '@stuntdouble/engine';

/** What the lines to paste have in them where a document asks for credentials. */
export interface ShownCredentials {
  readonly apiKey: string;
  /** For bearer schemes without flows. */
  readonly bearer: string;
  /** For OAuth2 and OpenID Connect. */
  readonly token: string;
  /** User and password, encoded. */
  readonly basic: string;
}

/** Where nobody asks whether they are right. */
export const STAND_INS: ShownCredentials = {
  apiKey: 'test-key',
  bearer: 'test-token',
  token: 'test-token',
  basic: 'dGVzdDp0ZXN0',
};

/** A shell takes it from what a line before has put there: tokens are too long to print. */
export const TOKEN_VARIABLE = '$TOKEN';

/** Of the default sandbox; undefined where it asks for none. */
export function shownCredentials({
  engine: { registry, options },
}: Pick<RunningServer, 'engine'>): ShownCredentials | undefined {
  const sandbox = registry.get('default');
  if (sandbox === undefined) return undefined;
  return credentialsToShow(
    options.errorStyle === 'prism' && sandbox.auth === 'enforce' ? 'presence' : sandbox.auth,
    sandbox.credentials,
  );
}

/** Undefined where none are asked for. */
export function credentialsToShow(
  auth: string,
  { apiKey, clientId, clientSecret }: Credentials,
): ShownCredentials | undefined {
  if (auth === 'off') return undefined;
  if (auth === 'presence') return STAND_INS;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return { apiKey, bearer: apiKey, token: TOKEN_VARIABLE, basic };
}

interface Credentials {
  readonly apiKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The credentials of a sandbox that enforces them, as a shell takes them; undefined where any will do. */
export function credentialsLine(
  { engine }: Pick<RunningServer, 'engine'>,
  name: string,
  baseUrl: string,
): string | undefined {
  const sandbox = engine.registry.get(name);
  // Behind a proxy the real API asks, and has credentials of its own.
  const isAsked = engine.upstream === undefined && engine.options.errorStyle !== 'prism';
  if (sandbox?.auth !== 'enforce' || !isAsked) return undefined;
  const { apiKey, clientId, clientSecret } = sandbox.credentials;
  return `  export KEY=${apiKey} ID=${clientId} SECRET=${clientSecret} TOKEN_URL=${baseUrl}/_auth/token`;
}
