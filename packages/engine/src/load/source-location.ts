import { basename, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where a document lies, as a URL, and what to call it in messages. Never reads anything. */

/** A path is resolved against `cwd`; http(s) and file URLs stand for themselves. */
export function sourceUrl(source: string, cwd: string): URL {
  return /^(?:https?|file):\/\//i.test(source) ? new URL(source) : pathToFileURL(resolve(cwd, source));
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
