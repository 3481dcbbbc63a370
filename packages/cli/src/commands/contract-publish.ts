import { sourceVersion } from '../contract/source-version.ts';
import { withBroker } from '../contract/with-broker.ts';
import { CliError } from '../errors.ts';
import type { PublishArguments } from '../options/contract-publish-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';
import { noticeLines } from '../print/notice-lines.ts';

/** `stunt contract publish`: sends pacts to a broker as one version of their consumer, after files of the same pair were merged. */
export async function contractPublish(args: PublishArguments, invocation: Invocation): Promise<Outcome> {
  const { readPactFiles, mergePacts, publishPacts } = await import('@stuntdouble/pact');
  const merged = mergePacts(await readPactFiles(args.pacts, invocation.cwd));
  const source = await sourceVersion(args, invocation);
  const onConflict = args.merge ? 'merge' : (args['on-conflict'] ?? 'overwrite');
  if (args.merge && args['on-conflict'] === 'overwrite')
    throw new CliError('USAGE', '--merge and --on-conflict overwrite contradict each other');
  const pacts = merged.map(({ pact }) => pact);
  const published = await withBroker(args, invocation, (client) =>
    publishPacts(client, pacts, { ...source, tags: args.tag ?? [], onConflict }),
  );
  const on = source.branch === undefined ? '' : ` (${source.branch})`;
  const text = published.flatMap(({ consumer, version, providers, notices }) => [
    `published ${consumer} ${version}${on}: ${plural(providers.length, 'pact')} with ${providers.join(', ')}`,
    ...noticeLines(notices),
  ]);
  const json = { published, files: merged.flatMap(({ files }) => files), ...source };
  return { exitCode: 0, text, ...(args.format === 'json' && { json }) };
}
