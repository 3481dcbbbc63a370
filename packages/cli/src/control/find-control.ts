import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError } from '../errors.ts';
import type { Invocation } from '../outcome.ts';

/** Where the control API of a double is, and who said so. Asks nobody: whether it answers is the client's to find out. */
export interface ControlAddress {
  /** Without `/_stunt`, and without a slash at the end. */
  readonly base: string;
  /** For messages: `--control`, `STUNT_CONTROL_URL`, or the path of a server.json. */
  readonly saidBy: string;
  /** Of the double, where its file says so. */
  readonly pid?: number;
}

export async function findControl(
  flag: string | undefined,
  { cwd, environment, invokedAs }: Pick<Invocation, 'cwd' | 'environment' | 'invokedAs'>,
): Promise<ControlAddress> {
  if (flag !== undefined) return { base: baseOf(flag, '--control'), saidBy: '--control' };
  const { controlUrl } = environment;
  if (controlUrl) return { base: baseOf(controlUrl, 'STUNT_CONTROL_URL'), saidBy: 'STUNT_CONTROL_URL' };
  const found = await nearestServerFile(cwd);
  if (found) return found;
  throw new CliError(
    'CONTROL_NOT_FOUND',
    `no double is known: there is no .stunt/server.json in ${cwd} or above, and neither --control nor STUNT_CONTROL_URL is set`,
    `Start one here: ${invokedAs} serve DOCUMENT`,
  );
}

function baseOf(given: string, saidBy: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin + url.pathname.replace(/(\/_stunt)?\/*$/, '');
  throw new CliError('USAGE', `${saidBy} is "${given}", which is no address`, 'Write http://127.0.0.1:PORT');
}

/** In the folder or in those above, as `stunt serve` wrote it. */
async function nearestServerFile(folder: string): Promise<ControlAddress | undefined> {
  const path = join(folder, '.stunt', 'server.json');
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content !== undefined) return fromFile(path, content);
  const above = dirname(folder);
  return above === folder ? undefined : nearestServerFile(above);
}

function fromFile(path: string, content: string): ControlAddress {
  const { controlUrl, pid } = parsed(content);
  if (typeof controlUrl !== 'string')
    throw new CliError('CONTROL_NOT_FOUND', `${path} does not say where the control API is`, 'Restart the double.');
  return { base: baseOf(controlUrl, path), saidBy: path, ...(typeof pid === 'number' && { pid }) };
}

function parsed(content: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
