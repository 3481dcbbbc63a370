import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';
import type { SettingsFile } from './settings-file.ts';

export interface ReadSettings {
  readonly settings: SettingsFile;
  /** The folder that relative files in it start from. */
  readonly folder: string;
}

/** Reads and validates a settings file. @throws CliError naming each wrong place as file:line:column. */
export async function readSettings(file: string, cwd: string): Promise<ReadSettings> {
  const path = resolve(cwd, file);
  const text = await readText(path, file);
  const { parseSettings } = await import('./parse-settings.ts');
  const parsed = parseSettings(text);
  if (parsed.kind === 'valid') return { settings: parsed.settings, folder: dirname(path) };
  const [first = '', ...more] = parsed.problems.map(
    ({ line, column, message }) => `${file}:${line}:${column} ${message}`,
  );
  if (parsed.kind === 'broken') throw new CliError('CONFIG_SYNTAX', first);
  throw new CliError('CONFIG_INVALID', [`${basename(file)} is not valid`, first, ...more].join('\n  '));
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const words =
      { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[errorCode(error) ?? ''] ?? String(error);
    throw new CliError('CONFIG_NOT_FOUND', `${file} cannot be read: ${words}`);
  }
}
