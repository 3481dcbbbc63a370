/** What is printed once the platform runs: where, who may call, and calls that work when they are pasted. The only place that shows credentials. */
import { messagesPath, statesPath } from './provider-states/endpoints.ts';
import { harbour } from './seed.ts';
import { partnerClients, type RunningPlatform } from './start.ts';

export function banner(
  { url, credentials }: RunningPlatform,
  { providerStates }: { readonly providerStates: boolean },
): string {
  const partners = Object.entries(credentials).map(([name, { clientId, clientSecret, apiKey }]) => {
    const scopes = Object.entries(partnerClients).find(([partner]) => partner === name)?.[1].scopes ?? [];
    return `  ${name}\n    client ${clientId}, secret ${clientSecret}\n    API key ${apiKey}\n    ${scopes.join(' ')}`;
  });
  const { clientId, clientSecret, apiKey } = credentials['northgate-uploads'];
  const intake = JSON.stringify({ recipientId: harbour, category: 'other', subject: 'A first intake' });
  return [
    `Intake Exchange platform on ${url} (and below ${url}/v1); data in memory, gone with the process.`,
    '',
    'Clients, with new credentials at each start:',
    ...partners,
    ...(providerStates ? ['', `Provider states: POST ${url}${statesPath}; messages: POST ${url}${messagesPath}`] : []),
    '',
    'Try:',
    `  curl ${url}/health`,
    `  curl -H 'X-Api-Key: ${apiKey}' -H 'Content-Type: application/json' -d '${intake}' ${url}/intakes`,
    `  curl -H 'X-Api-Key: ${apiKey}' '${url}/intakes?limit=5'`,
    `  curl -u '${clientId}:${clientSecret}' -d grant_type=client_credentials -d scope=intakes:read ${url}/_auth/token`,
  ].join('\n');
}
