import type { ReachableSandbox, RunningServer } from '@stuntdouble/engine';

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

/** Whether the shell is to put the token in. */
export const isAskedFor = (field: string): boolean => field.startsWith('Bearer $');

/** Of a sandbox, whether it asks for the right ones or not. */
export function ownCredentials(
  { apiKey, clientId, clientSecret }: ReachableSandbox['credentials'],
  token: string,
): ShownCredentials {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return { apiKey, bearer: apiKey, token, basic };
}

/** Of the default sandbox; undefined where it asks for none. */
export function shownCredentials({
  engine: { registry, options },
}: Pick<RunningServer, 'engine'>): ShownCredentials | undefined {
  const sandbox = registry.get('default');
  if (sandbox === undefined || sandbox.auth === 'off') return undefined;
  if (sandbox.auth === 'presence' || options.errorStyle === 'prism') return STAND_INS;
  return ownCredentials(sandbox.credentials, TOKEN_VARIABLE);
}

/** The credentials of a sandbox that enforces them, as a shell takes them; undefined where any will do. */
export function credentialsLine(
  { engine }: Pick<RunningServer, 'engine'>,
  { name, baseUrl }: Pick<ReachableSandbox, 'name' | 'baseUrl'>,
): string | undefined {
  const sandbox = engine.registry.get(name);
  // Behind a proxy the real API asks, and has credentials of its own.
  const isAsked = engine.upstream === undefined && engine.options.errorStyle !== 'prism';
  if (sandbox?.auth !== 'enforce' || !isAsked) return undefined;
  const { apiKey, clientId, clientSecret } = sandbox.credentials;
  return `  export KEY=${apiKey} ID=${clientId} SECRET=${clientSecret} TOKEN_URL=${baseUrl}/_auth/token`;
}
