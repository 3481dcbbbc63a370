import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DrillError, type DrillReport, reportIn } from '@stuntdouble/drill';

/** An earlier report, where one is named. @throws DrillError DRILL_REPORT_UNREADABLE */
export async function readReport(file: string | undefined, cwd: string): Promise<DrillReport | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(resolve(cwd, file), 'utf8').catch(() => undefined);
  if (text === undefined) throw new DrillError('DRILL_REPORT_UNREADABLE', `There is no report ${file}.`);
  const report = reportIn(parsed(text));
  if (report !== undefined) return report;
  throw new DrillError('DRILL_REPORT_UNREADABLE', `${file} is no report of a drill.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
