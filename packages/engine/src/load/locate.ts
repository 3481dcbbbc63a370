import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ApiDocument, Finding } from '../operation.ts';
import { decodeText } from './decode-text.ts';
import { MOUNT } from './gather-files.ts';
import { pointerOf, throughRefs, tokensOf } from './json-pointer.ts';
import type { Draft } from './loaded-file.ts';
import { type Positions, positionsIn } from './positions.ts';
import { displayName, isLocal } from './source-location.ts';

/** Tells where in the operator's files a part of a document stands. Reads the files again: a loaded document keeps no text. */

export interface Location {
  readonly file: string;
  /** From 1; absent where the text is not at hand (the web) or has gone. */
  readonly line?: number;
  readonly column?: number;
}

/** Which file hangs where in the bundled root. */
export interface Provenance {
  readonly cwd: string;
  readonly files: readonly { readonly url: URL; readonly mount: readonly string[] }[];
}

const provenances = new WeakMap<ApiDocument, Provenance>();
/** By document and URL: whoever asks for one place usually asks for more. */
const known = new WeakMap<ApiDocument, Map<string, Positions | undefined>>();

export function rememberProvenance(document: ApiDocument, provenance: Provenance): void {
  provenances.set(document, provenance);
}

/** `pointer` leads into `document.root`, with or without `#`. The nearest place that the text has; undefined for documents not loaded here. */
export function locate(document: ApiDocument, pointer: string): Location | undefined {
  const provenance = provenances.get(document);
  if (provenance === undefined) return undefined;
  const tokens = throughRefs(document.root, tokensOf(pointer.replace(/^#/, '')));
  const mounted = tokens[0] === MOUNT ? provenance.files.find(({ mount }) => mount[1] === tokens[1]) : undefined;
  const file = mounted ?? provenance.files[0];
  if (file === undefined) return undefined;
  const position = positions(document, file.url)?.(tokens.slice(file.mount.length));
  return { file: displayName(file.url, provenance.cwd), ...position };
}

/** Findings of drafts, with positions from the texts that are still at hand. */
export function placeFindings(drafts: readonly Draft[]): Finding[] {
  const texts = new Map<URL, Positions>();
  return drafts.map(({ file, tokens, ...finding }) => {
    const positionOf = texts.get(file.url) ?? positionsIn(file.text);
    texts.set(file.url, positionOf);
    return { ...finding, pointer: pointerOf(tokens), file: file.name, ...positionOf(tokens) };
  });
}

function positions(document: ApiDocument, url: URL): Positions | undefined {
  const byUrl = known.get(document) ?? new Map<string, Positions | undefined>();
  known.set(document, byUrl);
  if (!byUrl.has(url.href)) byUrl.set(url.href, readPositions(url));
  return byUrl.get(url.href);
}

function readPositions(url: URL): Positions | undefined {
  if (!isLocal(url)) return undefined;
  try {
    const decoded = decodeText(readFileSync(fileURLToPath(url)));
    return 'text' in decoded ? positionsIn(decoded.text) : undefined;
  } catch {
    return undefined;
  }
}
