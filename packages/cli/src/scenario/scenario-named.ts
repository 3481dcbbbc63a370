import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Scenario } from '@stuntdouble/engine';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';

/** A name stays a name, for the double to find; a file is read and parsed here, so that its errors have file, line and column. */
export async function scenarioNamed(given: string, cwd: string): Promise<string | Scenario> {
  if (!/[/\\]|\.(ya?ml|json)$/i.test(given)) return given;
  const text = await readFile(resolve(cwd, given), 'utf8').catch((error) => {
    const words = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[errorCode(error) ?? ''];
    throw new CliError('SCENARIO_FILE', `${basename(given)} cannot be read: ${words ?? String(error)}`);
  });
  const { parseScenario } = await import('@stuntdouble/engine');
  return parseScenario(text, given);
}
