import type { ReachableSandbox } from '@stuntdouble/engine';

/** What a run is, as the command may ask. */
export interface RunNames {
  readonly id: string;
  readonly fault: string | undefined;
  readonly operation: string | undefined;
  readonly outcomeFile: string;
}

/** What the command finds in its environment beside what was there: where the double is, its credentials, which cell it is. */
export function environmentOf(
  { baseUrl, credentials }: ReachableSandbox,
  { id, fault, operation, outcomeFile }: RunNames,
  urlVariables: readonly string[],
): Record<string, string> {
  return {
    ...Object.fromEntries(urlVariables.map((name) => [name, baseUrl])),
    STUNT_URL: baseUrl,
    STUNT_API_KEY: credentials.apiKey,
    STUNT_CLIENT_ID: credentials.clientId,
    STUNT_CLIENT_SECRET: credentials.clientSecret,
    STUNT_TOKEN_URL: `${baseUrl}/_auth/token`,
    DRILL_CELL: id,
    DRILL_FAULT: fault ?? '',
    DRILL_OPERATION: operation ?? '',
    DRILL_OUTCOME: outcomeFile,
  };
}
