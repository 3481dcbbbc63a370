import { basename, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StuntError } from '../errors.ts';

/** Where a document lies, as a URL, and what to call it in messages. Never reads anything. */

/** A path is resolved against `cwd`; http(s) and file URLs stand for themselves. @throws for other schemes. */
export function sourceUrl(source: string, cwd: string): URL {
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(source) ?? [];
  if (scheme && !/^(?:https?|file)$/i.test(scheme))
    throw new StuntError(
      'SPEC_NOT_FOUND',
      `${source}: documents are read from files and over http(s), not over ${scheme}`,
      'Download it, and name the file.',
    );
  return scheme ? new URL(source) : pathToFileURL(resolve(cwd, source));
}

export function isLocal(url: URL): boolean {
  return url.protocol === 'file:';
}

/** The absolute path, or the URL without its fragment. */
export function locationOf(url: URL): string {
  if (isLocal(url)) return fileURLToPath(url);
  const bare = new URL(url);
  bare.hash = '';
  return bare.href;
}

/** For messages: relative where the file lies below the working directory. */
export function displayName(url: URL, cwd: string): string {
  const location = locationOf(url);
  if (!isLocal(url)) return location;
  const path = relative(cwd, location);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? location : path;
}

export function shortName(url: URL): string {
  return basename(isLocal(url) ? fileURLToPath(url) : url.pathname) || url.host;
}
