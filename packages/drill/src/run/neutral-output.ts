import type { ReachableSandbox } from '@stuntdouble/engine';

/** What a command printed, without secrets, and without what differs from run to run by our own doing. */
export function neutralOutput(
  output: string,
  { baseUrl, credentials }: Pick<ReachableSandbox, 'baseUrl' | 'credentials'>,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const { apiKey, clientId, clientSecret, controlKey } = credentials;
  const { host } = new URL(baseUrl);
  const text = output.replaceAll(folder, '<folder>').replaceAll(baseUrl, '<url>').replaceAll(host, '<host>');
  return withoutSecrets(text, env, [apiKey, clientId, clientSecret, controlKey]);
}

/** A text without the values of variables that are secret by their name, without others that are known, and without tokens. */
export function withoutSecrets(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[] = [],
): string {
  let left = text;
  for (const secret of [...known, ...secretsOf(env)]) left = left.replaceAll(secret, REDACTED);
  return left.replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g, `$1 ${REDACTED}`).replace(TOKEN, REDACTED);
}

const REDACTED = '[redacted]';

/** A signed token, wherever it stands. */
const TOKEN = /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g;

/** Values of variables that are secret by their name. */
function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value = '']) =>
    SECRET_NAME.test(name) && value.length >= SHORTEST_SECRET ? [value] : [],
  );
}

const SECRET_NAME = /KEY|TOKEN|SECRET|PASSW|CREDENTIAL/i;
const SHORTEST_SECRET = 8;
