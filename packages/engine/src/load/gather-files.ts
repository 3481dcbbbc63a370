import { StuntError } from '../errors.ts';
import type { LoadedFile } from './loaded-file.ts';
import { isLocal } from './source-location.ts';
import type { Reference, Resource } from './survey.ts';

/** Fetches every file that a description refers to, directly or through others. A file that cannot be read stops nothing. */

export interface Gathered {
  /** By URL without fragment; the root first. */
  readonly files: ReadonlyMap<string, LoadedFile>;
  /** Why a file is missing, by URL. */
  readonly failures: ReadonlyMap<string, string>;
}

/** Reads and surveys one more file, which will hang at `mount`. */
export type ReadFile = (url: URL, mount: readonly string[]) => Promise<LoadedFile>;

/** The key of the root below which other files hang. */
export const MOUNT = 'x-stunt-files';

export async function gatherFiles(root: LoadedFile, read: ReadFile): Promise<Gathered> {
  const files = new Map([[root.url.href, root]]);
  const failures = new Map<string, string>();
  const names = new Set<string>();
  let wave = [root];
  while (wave.length > 0) {
    const wanted = new Map<string, LoadedFile>();
    for (const file of wave)
      for (const url of referredFiles(file)) if (!files.has(url) && !failures.has(url)) wanted.set(url, file);
    const reads = [...wanted].map(async ([href, from]) => {
      const url = new URL(href);
      return { href, loaded: await tryRead(url, from, read, [MOUNT, freeName(url, names)]) };
    });
    wave = [];
    for (const { href, loaded } of await Promise.all(reads)) {
      if (typeof loaded === 'string') failures.set(href, loaded);
      else wave.push(loaded);
    }
    for (const file of wave) files.set(file.url.href, file);
  }
  return { files, failures };
}

/** The file that a reference names; undefined for its own file, and for what an `$id` in the same file provides. */
export function fileUrl(file: LoadedFile, { ref, resource }: Pick<Reference, 'ref' | 'resource'>): URL | undefined {
  const path = ref.split('#', 1)[0] ?? '';
  if (path === '' || !URL.canParse(path, file.url.href)) return undefined;
  const id = resourceUrl(file, path, resource);
  if (file.survey.resources.some((known) => resourceUrl(file, known.id, known.outer) === id)) return undefined;
  return new URL(path, file.url);
}

/** `$id`s are resolved against each other, and at last against the file. */
export function resourceUrl(file: LoadedFile, id: string, within: Resource | undefined): string {
  const base = within === undefined ? file.url.href : resourceUrl(file, within.id, within.outer);
  return URL.canParse(id, base) ? new URL(id, base).href.replace(/#$/, '') : id;
}

function referredFiles(file: LoadedFile): Set<string> {
  const urls = file.survey.references.map((reference) => fileUrl(file, reference));
  return new Set(urls.flatMap((url) => (url === undefined ? [] : [withoutHash(url)])));
}

export function withoutHash(url: URL): string {
  const bare = new URL(url);
  bare.hash = '';
  return bare.href;
}

async function tryRead(
  url: URL,
  from: LoadedFile,
  read: ReadFile,
  mount: readonly string[],
): Promise<LoadedFile | string> {
  if (!/^(?:https?|file):$/.test(url.protocol)) return `${url.protocol} addresses are not read`;
  if (isLocal(url) && !isLocal(from.url)) return 'a document from the web may not read local files';
  try {
    return await read(url, mount);
  } catch (error) {
    if (error instanceof StuntError) return error.message;
    throw error;
  }
}

/** The name by which a file is found in the bundle: letters that need no escaping in a pointer, and no name twice. */
function freeName(url: URL, taken: Set<string>): string {
  const base = (url.pathname.split('/').pop() ?? '').replace(/[^\w.-]+/g, '_') || 'file';
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
  taken.add(name);
  return name;
}
