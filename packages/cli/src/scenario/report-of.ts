import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { ControlClient } from '../control/control-client.ts';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';

export interface ReportArguments {
  readonly report?: 'text' | 'json' | 'html' | undefined;
  readonly output?: string | undefined;
  readonly format?: 'text' | 'json' | undefined;
}

/** What was asked for, else what the name of the file says. */
export function reportForm({ report, output = '', format = 'text' }: ReportArguments): 'text' | 'json' | 'html' {
  const byName = { '.html': 'html', '.htm': 'html', '.json': 'json', '.txt': 'text' } as const;
  const extension = extname(output).toLowerCase();
  return report ?? Object.entries(byName).find(([name]) => name === extension)?.[1] ?? format;
}

/** The lines to print: the report, or where it was written. */
export async function reportOf(
  control: ControlClient,
  id: string,
  args: ReportArguments,
  cwd: string,
): Promise<string[]> {
  const form = reportForm(args);
  const sent = await control.text({
    path: `/scenarios/runs/${encodeURIComponent(id)}/report`,
    query: { format: form },
  });
  const report = form === 'json' ? JSON.stringify(JSON.parse(sent), null, 2) : sent.trimEnd();
  if (args.output === undefined) return [report];
  await writeFile(resolve(cwd, args.output), `${report}\n`).catch((error) => {
    const why = errorCode(error) === 'ENOENT' ? 'there is no such folder' : String(error.message);
    throw new CliError('REPORT_NOT_WRITTEN', `${args.output} cannot be written: ${why}`);
  });
  return [`report: ${args.output}`];
}
