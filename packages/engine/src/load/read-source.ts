import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { StuntError } from '../errors.ts';
import { decodeText } from './decode-text.ts';
import { documentsIn, nearestFiles } from './nearest-files.ts';
import { isLocal, locationOf } from './source-location.ts';

/** Reads the text of a document from a file or over http(s). Never parses it. */

/** How long a server may take to answer with the whole document. */
const FETCH_TIMEOUT_MS = 10_000;

export async function readSource(url: URL, signal?: AbortSignal): Promise<string> {
  const bytes = isLocal(url) ? await readLocal(fileURLToPath(url)) : await readRemote(url, signal);
  const decoded = decodeText(bytes);
  if ('text' in decoded) return decoded.text;
  throw new StuntError('SPEC_SYNTAX', `${locationOf(url)} is ${decoded.binary}, not text`, 'Give a JSON or YAML file.');
}

async function readLocal(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw await unreadable(path, codeOf(error) ?? String(error));
  }
}

async function unreadable(path: string, code: string): Promise<StuntError> {
  if (code === 'EISDIR') {
    const names = await documentsIn(path);
    const hint = names.length > 0 ? `Name one of its files: ${names.join(', ')}.` : 'Name a file in it.';
    return new StuntError('SPEC_NOT_FOUND', `${path} is a folder`, hint);
  }
  if (code !== 'ENOENT' && code !== 'ENOTDIR')
    return new StuntError('SPEC_NOT_FOUND', `${path} cannot be read (${code})`);
  const near = await nearestFiles(path);
  return new StuntError(
    'SPEC_NOT_FOUND',
    `${path} does not exist`,
    near.length > 0 ? `Files in that folder: ${near.join(', ')}.` : undefined,
  );
}

async function readRemote(url: URL, signal = AbortSignal.timeout(FETCH_TIMEOUT_MS)): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal, headers: { accept: 'application/json, application/yaml, */*;q=0.5' } });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    await response.body?.cancel();
    throw new StuntError('SPEC_NOT_FOUND', `${url.host} answers ${response.status} to ${url.href}`);
  } catch (error) {
    if (error instanceof StuntError) throw error;
    throw new StuntError('SPEC_NOT_FOUND', `${url.host} does not answer ${url.href} (${failure(error)})`);
  }
}

/** `fetch` hides what happened to the connection in `cause`. */
function failure(error: unknown): string {
  if (!isErrorLike(error)) return String(error);
  if (error.name === 'TimeoutError') return `not within ${FETCH_TIMEOUT_MS / 1000} s`;
  return codeOf(error.cause) ?? (isErrorLike(error.cause) ? error.cause.message : error.message);
}

function codeOf(error: unknown): string | undefined {
  return isErrorLike(error) && typeof error.code === 'string' ? error.code : undefined;
}

/** By shape: inside jest, the errors of Node itself are no instances of the `Error` that modules see. */
function isErrorLike(error: unknown): error is Error & { code?: unknown } {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
}
