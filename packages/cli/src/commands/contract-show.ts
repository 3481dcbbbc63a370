import type { Pact } from '@stuntdouble/pact';
import { withBroker } from '../contract/with-broker.ts';
import { CliError } from '../errors.ts';
import type { ShowArguments } from '../options/contract-list-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { pactText } from '../print/pact-text.ts';

/** `stunt contract show`: a pact as a person reads it, of a broker or of files. */
export async function contractShow(args: ShowArguments, invocation: Invocation): Promise<Outcome> {
  const pacts =
    args.pacts === undefined ? [await ofBroker(args, invocation)] : await ofFiles(args.pacts, args, invocation);
  const text = pacts.flatMap(({ pact, version }, index) => [...(index > 0 ? [''] : []), ...pactText(pact, version)]);
  const [first] = pacts;
  const json = pacts.length === 1 ? first?.pact.json : pacts.map(({ pact }) => pact.json);
  return { exitCode: 0, text, ...(args.format === 'json' && { json }) };
}

interface Shown {
  readonly pact: Pact;
  readonly version: string | undefined;
}

async function ofFiles(
  paths: readonly string[],
  { consumer, provider }: ShowArguments,
  { cwd }: Invocation,
): Promise<Shown[]> {
  const { readPactFiles, mergePacts } = await import('@stuntdouble/pact');
  const merged = mergePacts(await readPactFiles(paths, cwd)).map(({ pact }) => ({ pact, version: undefined }));
  const chosen = merged.filter(
    ({ pact }) => (consumer ?? pact.consumer) === pact.consumer && (provider ?? pact.provider) === pact.provider,
  );
  if (chosen.length > 0) return chosen;
  const there = merged.map(({ pact }) => `${pact.consumer} with ${pact.provider}`).join(', ');
  throw new CliError('USAGE', `none of these pacts is the one that was named; there are: ${there}`);
}

async function ofBroker(args: ShowArguments, invocation: Invocation): Promise<Shown> {
  const { consumer, provider, version, branch } = args;
  if (consumer === undefined || provider === undefined)
    throw new CliError(
      'USAGE',
      'which pact? a broker needs to know both sides',
      'Name them: --consumer and --provider; or files: --pacts DIR',
    );
  if (version !== undefined && branch !== undefined)
    throw new CliError('USAGE', '--version and --branch were given, one of them is expected');
  const { consumerVersionOf, pactIn, pactNamed, pactWithoutIds } = await import('@stuntdouble/pact');
  const document = await withBroker(args, invocation, (client) =>
    pactNamed(client, { consumer, provider, version, branch }),
  );
  const pact = pactIn(document);
  // As JSON it is a pact again, which can be verified and published.
  return { pact: { ...pact, json: pactWithoutIds(pact.json) }, version: version ?? consumerVersionOf(document) };
}
