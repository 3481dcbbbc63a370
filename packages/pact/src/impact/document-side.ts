import type { ApiDocument, Operation, Schemas } from '@stuntdouble/engine';
import { createSchemas } from '@stuntdouble/engine';
import { escapeToken, type Place } from './schema-view.ts';

/** One of the two documents, read as it is written: parameters, bodies, responses and their places, of OpenAPI 2 and 3 alike. */
export interface DocumentSide {
  readonly document: ApiDocument;
  readonly request: Schemas;
  readonly response: Schemas;
}

export type Tree = Readonly<Record<string, unknown>>;

/** A part of a document, after its references were followed. */
export interface Part {
  readonly tree: Tree;
  readonly pointer: string;
}

export function sideOf(document: ApiDocument): DocumentSide {
  return {
    document,
    request: createSchemas(document.root, document.dialect, 'request'),
    response: createSchemas(document.root, document.dialect, 'response'),
  };
}

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(root: unknown, pointer: string): unknown {
  let current = root;
  for (const token of pointer.split('/').slice(1)) {
    const name = unescapeToken(token);
    if (Array.isArray(current)) current = current[Number(name)];
    else if (isTree(current) && Object.hasOwn(current, name)) current = current[name];
    else return undefined;
  }
  return current;
}

function unescapeToken(token: string): string {
  let text = token;
  try {
    if (token.includes('%')) text = decodeURIComponent(token);
  } catch {
    // A stray percent sign is part of the name.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What lies at a pointer, behind its references and those on the way; undefined where that is no object. */
export function partAt(side: DocumentSide, pointer: string): Part | undefined {
  let at = pointer;
  for (let hops = 0; hops < 20; hops += 1) {
    const value = valueAt(side.document.root, at);
    if (value === undefined) {
      const reached = behindHolder(side, at);
      if (reached === undefined || reached === at) return undefined;
      at = reached;
      continue;
    }
    if (!isTree(value)) return undefined;
    if (typeof value.$ref !== 'string' || !value.$ref.startsWith('#/')) return { tree: value, pointer: at };
    at = value.$ref.slice(1);
  }
  return undefined;
}

/** Where the pointer leads if what holds it is a reference, as a path may be: the same place below the target. */
function behindHolder(side: DocumentSide, pointer: string): string | undefined {
  const end = pointer.lastIndexOf('/');
  const holder = end > 0 ? partAt(side, pointer.slice(0, end)) : undefined;
  return holder && `${holder.pointer}${pointer.slice(end)}`;
}

/** The parts below a key of a map: names and what they lead to. */
export function partsIn(side: DocumentSide, { tree, pointer }: Part, key: string): Map<string, Part> {
  const map = tree[key];
  const parts = new Map<string, Part>();
  for (const name of isTree(map) ? Object.keys(map) : []) {
    const part = partAt(side, `${pointer}/${key}/${escapeToken(name)}`);
    if (part !== undefined) parts.set(name, part);
  }
  return parts;
}

export const operationPart = (side: DocumentSide, { pointer }: Operation): Part =>
  partAt(side, pointer) ?? { tree: {}, pointer };

/** The schema of a part, in one direction. */
export function schemaPlace(side: DocumentSide, direction: 'request' | 'response', part: Part, key?: string): Place[] {
  const raw = key === undefined ? part.tree : part.tree[key];
  if (raw === undefined) return [];
  return [
    { schema: side[direction].normalise(raw), pointer: key === undefined ? part.pointer : `${part.pointer}/${key}` },
  ];
}

/** Whether a schema says that it will go. Behind references nothing is looked up: that speaks of the type, not of the field. */
export function isDeprecated({ document: { root } }: DocumentSide, { pointer }: Place): boolean {
  const raw = valueAt(root, pointer);
  return isTree(raw) && raw.deprecated === true;
}
