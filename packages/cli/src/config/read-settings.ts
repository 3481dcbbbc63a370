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
  // Both are needed only by those who have a file.
  const [{ parseDocument, LineCounter }, { validateSettings }] = await Promise.all([
    import('yaml'),
    import('./validate-settings.ts'),
  ]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [mistake] = document.errors;
  if (mistake) {
    const { line, col } = lines.linePos(mistake.pos[0]);
    const [what] = mistake.message.split(/ at line |\n/);
    throw new CliError('CONFIG_SYNTAX', `${file}:${line}:${col} ${what}`);
  }
  const validated = validateSettings(document, lines);
  if (!validated.valid) {
    const shown = validated.problems.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`);
    throw new CliError('CONFIG_INVALID', `${basename(file)} is not valid\n  ${shown.join('\n  ')}`);
  }
  return { settings: validated.settings, folder: dirname(path) };
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
