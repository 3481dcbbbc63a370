import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Drilled, htmlReport, junitReport, markdownReport } from '@stuntdouble/drill';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';
import type { DrillArguments } from '../options/drill-flags.ts';
import type { Invocation } from '../outcome.ts';

/** Before anything runs: a report that cannot be written would be found out at the end. @throws CliError REPORT_NOT_WRITTEN */
export async function checkFolders(args: DrillArguments, cwd: string): Promise<void> {
  for (const file of [args.junit, args.html, args.markdown, args.json]) {
    if (file === undefined) continue;
    await access(dirname(resolve(cwd, file)), constants.W_OK).catch((error: unknown) => {
      throw notWritten(file, error);
    });
  }
}

/** Writes the reports that were asked for; says where they are. */
export async function writeReports(
  { report, results }: Drilled,
  args: DrillArguments,
  { cwd }: Invocation,
): Promise<string[]> {
  const wanted: (readonly [file: string | undefined, text: () => string])[] = [
    [args.junit, () => junitReport(report)],
    [args.html, () => htmlReport(report, results)],
    [args.markdown, () => markdownReport(report)],
    [args.json, () => `${JSON.stringify(report, null, 2)}\n`],
  ];
  const written: string[] = [];
  for (const [file, text] of wanted) {
    if (file === undefined) continue;
    await writeFile(resolve(cwd, file), text()).catch((error: unknown) => {
      throw notWritten(file, error);
    });
    written.push(`report: ${file}`);
  }
  return written;
}

function notWritten(file: string, error: unknown): CliError {
  const why = { ENOENT: 'there is no such folder', EACCES: 'the folder cannot be written to' }[errorCode(error) ?? ''];
  return new CliError('REPORT_NOT_WRITTEN', `${file} cannot be written: ${why ?? String(error)}`, 'Check the path.');
}
