import type { PactFile } from '@stuntdouble/pact';
import { CliError } from '../errors.ts';

/** Which of the pacts in files are meant, and who the provider is where that was not said. */
export function pactsForProvider(
  files: readonly PactFile[],
  { provider, consumer }: { readonly provider?: string | undefined; readonly consumer?: readonly string[] | undefined },
): { provider: string; files: readonly PactFile[] } {
  const providers = [...new Set(files.map(({ pact }) => pact.provider))].toSorted();
  const [only = '', another] = providers;
  if (provider === undefined && another !== undefined)
    throw new CliError('USAGE', `the pacts are for several providers: ${providers.join(', ')}`, 'Name one: --provider');
  const name = provider ?? only;
  const chosen = files.filter(({ pact }) => pact.provider === name && (consumer?.includes(pact.consumer) ?? true));
  if (chosen.length > 0) return { provider: name, files: chosen };
  const consumers = files.filter(({ pact }) => pact.provider === name).map(({ pact }) => pact.consumer);
  const there =
    consumers.length > 0
      ? `its consumers there: ${consumers.join(', ')}`
      : `there are pacts for ${providers.join(', ')}`;
  throw new CliError(
    'USAGE',
    `no pact of those is for the provider "${name}"${consumer ? ` by ${consumer.join(', ')}` : ''}; ${there}`,
  );
}
