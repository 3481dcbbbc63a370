import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { withBroker } from '../contract/with-broker.ts';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';
import type { BrokerArguments } from '../options/contract-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { plural } from '../print/finding-lines.ts';

export interface ContractImportArguments extends BrokerArguments {
  readonly file: string;
}

/** `stunt contract import`: fills a broker from what `contract export` wrote; what is there already stays. */
export async function contractImport(args: ContractImportArguments, invocation: Invocation): Promise<Outcome> {
  const text = await readFile(resolve(invocation.cwd, args.file), 'utf8').catch((error: unknown) => {
    const words = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[errorCode(error) ?? ''];
    throw new CliError('USAGE', `${args.file} cannot be read: ${words ?? String(error)}`);
  });
  const { importArchive, readArchive } = await import('@stuntdouble/pact');
  const archive = readArchive(text, args.file);
  const report = await withBroker(args, invocation, (client) => importArchive(client, archive));
  const added = Object.entries(report.added).map(([kind, count]) => plural(count, kind.slice(0, -1)));
  const lines = [
    `added ${added.join(', ')}; ${report.alreadyThere} were there already`,
    ...report.refused.map((line) => `not taken: ${line}`),
  ];
  return { exitCode: report.refused.length > 0 ? 1 : 0, text: lines, ...(args.format === 'json' && { json: report }) };
}
