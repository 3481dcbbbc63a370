import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';
import type { Invocation } from '../outcome.ts';

/** What `sandbox export` printed, read back, from standard input where the file is `-`; what is in it is for the double to judge. */
export async function readSandboxFile(file: string, { cwd, readInput }: Invocation): Promise<unknown> {
  const shown = file === '-' ? 'standard input' : file;
  const reading = file === '-' ? readInput() : readFile(resolve(cwd, file), 'utf8');
  const text = await reading.catch((error: unknown) => {
    const words = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[errorCode(error) ?? ''];
    throw new CliError('SANDBOX_FILE', `${shown} cannot be read: ${words ?? String(error)}`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError('SANDBOX_FILE', text.trim() === '' ? `${shown} is empty` : `${shown} is no JSON`);
  }
}
