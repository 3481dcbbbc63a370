import { withBroker } from '../contract/with-broker.ts';
import { writeReport } from '../contract/write-report.ts';
import type { BrokerArguments } from '../options/contract-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';

export interface ContractExportArguments extends BrokerArguments {
  readonly output?: string | undefined;
}

/** `stunt contract export`: all that a broker's API gives of contracts, as one JSON file. */
export async function contractExport(args: ContractExportArguments, invocation: Invocation): Promise<Outcome> {
  const { exportArchive } = await import('@stuntdouble/pact');
  const archive = await withBroker(args, invocation, exportArchive);
  if (args.output === undefined) return { exitCode: 0, text: '', json: archive };
  await writeReport(args.output, `${JSON.stringify(archive, null, 2)}\n`, invocation.cwd);
  const { pacticipants, versions, pacts, verifications, environments, deployments } = archive;
  const counts = { pacticipants, versions, pacts, verifications, environments, deployments };
  const json = Object.fromEntries(Object.entries(counts).map(([kind, all]) => [kind, all.length]));
  const text = [
    `${args.output}: ${Object.entries(json)
      .map(([kind, count]) => plural(count, kind.slice(0, -1)))
      .join(', ')}`,
    'not in it: webhooks, tokens, and results of comparisons (bi-directional), which are made again',
  ];
  return { exitCode: 0, text, ...(args.format === 'json' && { json }) };
}
