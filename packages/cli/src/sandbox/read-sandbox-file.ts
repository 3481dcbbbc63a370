import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';

/** What `sandbox export` printed, read back; what is in it is for the double to judge. */
export async function readSandboxFile(file: string, cwd: string): Promise<unknown> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: unknown) => {
    const words = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[errorCode(error) ?? ''];
    throw new CliError('SANDBOX_FILE', `${file} cannot be read: ${words ?? String(error)}`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError('SANDBOX_FILE', `${file} is no JSON`);
  }
}
