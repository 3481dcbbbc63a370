import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Drilled, htmlReport, junitReport, markdownReport } from '@stuntdouble/drill';
import { CliError } from '../errors.ts';
import type { DrillArguments } from '../options/drill-flags.ts';
import type { Invocation } from '../outcome.ts';

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
      const why = error instanceof Error ? error.message : String(error);
      throw new CliError('REPORT_NOT_WRITTEN', `${file} cannot be written: ${why}`, 'Check the path.');
    });
    written.push(`report: ${file}`);
  }
  return written;
}
