import { relative } from 'node:path';

/** @returns how a person would type the path of a document from the folder they are in; a URL stays as it is. */
export function shownPath(source: string, cwd: string): string {
  if (/^https?:/i.test(source)) return source;
  const fromHere = relative(cwd, source);
  return fromHere !== '' && fromHere.length < source.length ? fromHere : source;
}
