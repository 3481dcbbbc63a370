import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from '../errors.ts';

/** Writes a report, into folders that need not be there yet. */
export async function writeReport(file: string, content: string, cwd: string): Promise<void> {
  const path = resolve(cwd, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (error) {
    throw new CliError(
      'REPORT_NOT_WRITTEN',
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
