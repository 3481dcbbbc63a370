import type { Published } from '@stuntdouble/pact';
import { sourceVersion } from '../contract/source-version.ts';
import { withBroker } from '../contract/with-broker.ts';
import { CliError } from '../errors.ts';
import type { PublishArguments } from '../options/contract-publish-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';
import { noticeLines } from '../print/notice-lines.ts';
import { inOneLine } from '../print/plain-text.ts';

/** `stunt contract publish`: sends pacts to a broker as one version of their consumer, after files of the same pair were merged. */
export async function contractPublish(args: PublishArguments, invocation: Invocation): Promise<Outcome> {
  const { readPactFiles, mergePacts, publishPacts } = await import('@stuntdouble/pact');
  const merged = mergePacts(await readPactFiles(args.pacts, invocation.cwd));
  const source = await sourceVersion(args, invocation);
  const onConflict = args.merge ? 'merge' : (args['on-conflict'] ?? 'overwrite');
  if (args.merge && args['on-conflict'] === 'overwrite')
    throw new CliError('USAGE', '--merge and --on-conflict overwrite contradict each other');
  const pacts = merged.map(({ pact }) => pact);
  const onPublished = (one: Published) => {
    if (args.format !== 'json') for (const line of publishedLines(one, source.branch)) invocation.say(line);
  };
  const published = await withBroker(args, invocation, (client) =>
    publishPacts(client, pacts, { ...source, tags: args.tag ?? [], onConflict, onPublished }),
  );
  const json = { published, files: merged.flatMap(({ files }) => files), ...source };
  return { exitCode: 0, text: [], ...(args.format === 'json' && { json }) };
}

function publishedLines({ consumer, version, providers, notices }: Published, branch: string | undefined): string[] {
  const on = branch === undefined ? '' : ` (${branch})`;
  return [
    inOneLine(
      `published ${consumer} ${version}${on}: ${plural(providers.length, 'pact')} with ${providers.join(', ')}`,
    ),
    ...noticeLines(notices),
  ];
}
