import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiDocument } from '@stuntdouble/engine';
import { type ReadFields, readFields, recordPact, writeRecording } from '@stuntdouble/pact';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';
import type { ContractRecordArguments } from '../options/recording-flags.ts';
import { nothingWords, type RecordedContract } from '../print/recording-lines.ts';
import type { TakenExchanges } from './recording-session.ts';

/** Makes a pact of what was taken, and writes it. @throws CliError NOTHING_RECORDED, and as `writeRecording`. */
export async function writeRecorded(
  { exchanges, dropped }: TakenExchanges,
  documents: readonly ApiDocument[],
  fields: ReadFields | undefined,
  args: ContractRecordArguments,
  cwd: string,
): Promise<RecordedContract> {
  const { consumer, provider, pending, out } = args;
  const recording = await recordPact({ consumer, provider, document: documents, exchanges, fields, pending });
  const { recorded, leftOut, unmetFields } = recording;
  if (recorded === 0) throw new CliError('NOTHING_RECORDED', nothingWords(leftOut));
  const written = await writeRecording(recording.pact, {
    folder: resolve(cwd, out),
    shownAs: out,
    replace: args.replace ?? false,
    wait: (ms) => wait(ms),
    now: () => Date.now(),
  });
  return { ...written, file: relative(cwd, written.file), recorded, leftOut, dropped, unmetFields };
}

export async function fieldsIn(
  file: string | undefined,
  documents: readonly ApiDocument[],
  cwd: string,
): Promise<ReadFields | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: unknown) => {
    const words = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[errorCode(error) ?? ''];
    throw new CliError('FIELDS_FILE', `${file} cannot be read: ${words ?? String(error)}`);
  });
  let given: Parameters<typeof readFields>[0];
  try {
    given = JSON.parse(text);
  } catch {
    throw new CliError('FIELDS_FILE', `${file} is no JSON`);
  }
  return readFields(given, file, documents);
}
