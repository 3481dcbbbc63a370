import { PactError } from '../errors.ts';
import type { Pact } from '../pact/pact.ts';
import { readPactFiles } from '../pact/pact-files.ts';

/** What a partner that is in use has agreed on, wherever it was kept. */
export interface DeployedContract {
  readonly consumer: string;
  /** Undefined where files say nothing of versions. */
  readonly version: string | undefined;
  readonly environment: string | undefined;
  /** Where it was read: a file, or the address of a broker. */
  readonly source: string;
  readonly pact: Pact;
}

/**
 * All pacts of files and folders are taken for deployed. @param provider takes those of this provider only.
 * @throws PactError PACT_PROVIDER_UNCLEAR where they speak of several, and none was named, or none of them is the one that was.
 */
export async function contractsFromFiles(
  paths: readonly string[],
  cwd: string,
  provider: string | undefined,
): Promise<DeployedContract[]> {
  const files = await readPactFiles(paths, cwd);
  const providers = [...new Set(files.map(({ pact }) => pact.provider))].toSorted();
  if (provider === undefined && providers.length > 1)
    throw new PactError(
      'PACT_PROVIDER_UNCLEAR',
      `${paths.join(', ')} holds pacts with several providers: ${providers.join(', ')}`,
    );
  const own = files.filter(({ pact }) => provider === undefined || pact.provider === provider);
  if (own.length === 0)
    throw new PactError(
      'PACT_PROVIDER_UNCLEAR',
      `${paths.join(', ')} holds no pact with the provider ${provider}; there is ${providers.join(', ')}`,
    );
  return own.map(({ file, pact }) => ({
    ...{ consumer: pact.consumer, version: undefined, environment: undefined, source: file, pact },
  }));
}
