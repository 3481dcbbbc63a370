import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CliError } from '../errors.ts';
import { urlFlag } from './url-flag.ts';

/**
 * The sentences that a provider has handlers for: of a module (what it exports as default, `stateHandlers` or `handlers`), of JSON
 * (a list, or an object by sentence), or of a text with one on each line; from a file or an address. Calls none of them.
 */
export async function readHandlers(source: string, cwd: string): Promise<string[]> {
  if (/^https?:/i.test(source)) return ofText(await fetched(urlFlag('handlers', source)), source);
  const path = resolve(cwd, source);
  if (/\.[cm]?[jt]s$/.test(source)) return ofModule(path, source);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliError(
      'USAGE',
      `--handlers: ${source} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    );
  });
  return ofText(text, source);
}

async function fetched(url: URL): Promise<string> {
  const shown = `${url.origin}${url.pathname}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => {
    throw new CliError('USAGE', `--handlers: nothing answers at ${shown}`);
  });
  if (!answer.ok) throw new CliError('USAGE', `--handlers: ${shown} answered with ${answer.status}`);
  return answer.text();
}

async function ofModule(path: string, source: string): Promise<string[]> {
  const loaded: Record<string, unknown> = await import(pathToFileURL(path).href).catch((error: unknown) => {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new CliError('USAGE', `--handlers: ${source} cannot be loaded: ${why}`);
  });
  const found = [loaded.stateHandlers, loaded.handlers, loaded.default]
    .map(sentences)
    .find((names) => names !== undefined);
  if (found) return found;
  throw new CliError(
    'USAGE',
    `--handlers: ${source} exports neither stateHandlers nor handlers nor a default that is an object by sentence`,
  );
}

function ofText(text: string, source: string): string[] {
  try {
    const found = sentences(JSON.parse(text));
    if (found) return found;
  } catch {
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  }
  throw new CliError('USAGE', `--handlers: ${source} holds neither a list of sentences nor an object by sentence`);
}

function sentences(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? value : undefined;
  return typeof value === 'object' && value !== null ? Object.keys(value) : undefined;
}
