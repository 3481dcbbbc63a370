import type { BrokerClient, ComparedPact, PactFile } from '@stuntdouble/pact';
import { CliError } from '../errors.ts';
import type { CheckArguments } from '../options/contract-check-flags.ts';
import type { Invocation } from '../outcome.ts';
import { selectorsFromFlags } from './selectors-from-flags.ts';
import { namesBroker } from './with-broker.ts';

/** What `stunt contract check` was asked to compare: pacts of files or of a broker, and the document. */
export interface Compared {
  /** Undefined: those of the broker. */
  readonly paths: readonly string[] | undefined;
  readonly document: string;
}

/** Both `check PACT… --document D` and `check PACT… D`. */
export function comparedFrom(args: CheckArguments, invocation: Invocation): Compared {
  const positional = args.paths ?? [];
  const document = args.document ?? positional.at(-1);
  const paths = [...(args.document === undefined ? positional.slice(0, -1) : positional), ...(args.pacts ?? [])];
  if (paths.length > 0 && document !== undefined) return { paths, document };
  if (document !== undefined && namesBroker(args, invocation)) return { paths: undefined, document };
  if (document !== undefined && (args.document !== undefined || !/\.json$|[/\\]$/.test(document)))
    throw new CliError(
      'USAGE',
      'no pacts were named',
      'Name files or folders: PACT… or --pacts DIR; or a broker: --broker URL',
    );
  throw new CliError(
    'USAGE',
    'contract check needs a document beside the pacts',
    'Name it with --document, or as the last argument.',
  );
}

/** A pact, and which published one it is, as far as the broker said it. */
export interface PactToCompare extends PactFile {
  readonly published?: ComparedPact['published'] | undefined;
}

export async function filesToCompare(
  paths: readonly string[],
  { provider, consumer }: CheckArguments,
  { cwd }: Invocation,
): Promise<PactToCompare[]> {
  const { readPactFiles } = await import('@stuntdouble/pact');
  const files = await readPactFiles(paths, cwd);
  const chosen = files.filter(
    ({ pact }) => pact.provider === (provider ?? pact.provider) && (consumer?.includes(pact.consumer) ?? true),
  );
  if (chosen.length > 0) return chosen;
  const there = files.map(({ pact }) => `${pact.consumer} with ${pact.provider}`).join(', ');
  throw new CliError('USAGE', `no pact of those is meant; there are: ${there}`, 'Check --provider and --consumer.');
}

export async function brokerPactsToCompare(client: BrokerClient, args: CheckArguments): Promise<PactToCompare[]> {
  const { provider, consumer } = args;
  if (provider === undefined) throw new CliError('USAGE', 'no provider was named', 'Name it: --provider');
  const { pactsForVerification, publishedAs } = await import('@stuntdouble/pact');
  const pacts = await pactsForVerification(client, {
    provider,
    branch: undefined,
    tags: [],
    selectors: selectorsFromFlags({ ...args, 'matching-branch': undefined }, undefined),
    enablePending: false,
    includeWipSince: undefined,
    consumers: consumer ?? [],
  });
  return pacts.map(({ pact, source, document }) => ({ file: source, pact, published: publishedAs(document) }));
}
