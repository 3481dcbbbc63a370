import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** A file that pages load, as it is sent. */
export interface Asset {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly zipped: Uint8Array;
}

/** The files of the pages, read when somebody first looks. Their address bears a digest of all of them: what is cached is never old. */
export interface Assets {
  readonly digest: string;
  get(name: string): Asset | undefined;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};
/** The reference of a document: one file for browsers, which has all in it. */
const REFERENCE = 'scalar.js';

export function readAssets(): Assets {
  const folder = shippedFolder();
  const files = new Map(
    readdirSync(folder)
      .filter((name) => mediaTypeOf(name) !== undefined)
      .sort()
      .map((name) => [name, join(folder, name)]),
  );
  // The packed command has a copy in the folder; a checkout has the package.
  if (!files.has(REFERENCE)) files.set(REFERENCE, referenceFile());
  const contents = new Map([...files].map(([name, path]) => [name, readFileSync(path)]));
  const hash = createHash('sha256');
  for (const [name, bytes] of contents) hash.update(name).update(bytes);
  const made = new Map<string, Asset>();
  return {
    digest: hash.digest('hex').slice(0, 16),
    get(name) {
      const bytes = contents.get(name);
      const mediaType = mediaTypeOf(name);
      if (bytes === undefined || mediaType === undefined) return undefined;
      const known = made.get(name) ?? { mediaType, bytes, zipped: gzipSync(bytes) };
      made.set(name, known);
      return known;
    },
  };
}

const mediaTypeOf = (name: string): string | undefined => MEDIA_TYPES[name.slice(name.lastIndexOf('.') + 1)];

const referenceFile = (): string =>
  fileURLToPath(new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference')));

/** Beside the sources, beside the compiled files, or beside the one-file command. */
function shippedFolder(): string {
  const places = ['../../page/', './page/', '../page/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return places.find((place) => existsSync(join(place, 'home.js'))) ?? places[0] ?? '';
}
