import type { PathParameters } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { createFindNearest, type NearMiss } from './nearest.ts';
import { parseTemplate, type TemplateSegment } from './template.ts';
import { createNode, insert, type Leaf, type TrieNode, walk } from './trie.ts';

export type { NearMiss } from './nearest.ts';

export type Match =
  | { readonly kind: 'matched'; readonly operation: Operation; readonly params: PathParameters }
  /** The path is known, the method is not; `allowed` is what belongs into `Allow`, sorted. */
  | { readonly kind: 'method'; readonly allowed: string[] }
  | { readonly kind: 'none'; readonly nearest: NearMiss[] };

export interface Duplicate {
  readonly first: Operation;
  readonly second: Operation;
}

/** Finds the operation for a method and a path that is still percent-encoded. Never throws, whatever the path. */
export interface Router {
  match(method: string, path: string): Match;
  /** Operations that answer the same requests as an earlier one, which wins. */
  readonly duplicates: readonly Duplicate[];
}

export function createRouter(operations: readonly Operation[], basePaths: readonly string[]): Router {
  const root = createNode();
  const routes = operations.map((operation) => ({ operation, segments: parseTemplate(operation.template) }));
  const duplicates: Duplicate[] = [];
  for (const { operation, segments } of routes) {
    const taken = insert(root, segments, operation);
    if (taken !== undefined) duplicates.push({ first: taken.operation, second: operation });
  }
  // After the bare routes: where a route exists both ways, the bare one is there first and stays.
  for (const base of new Set(basePaths)) {
    const prefix = literalSegments(base);
    if (prefix.length > 0)
      for (const { operation, segments } of routes) insert(root, [...prefix, ...segments], operation);
  }
  return { duplicates, match: createMatch(root, operations) };
}

function createMatch(root: TrieNode, operations: readonly Operation[]): Router['match'] {
  // One request at a time: both are set before a walk and read right after it, which saves two allocations per request.
  const captures: string[] = [];
  const nearest = createFindNearest(operations);
  let asked = '';
  const leafFor = (node: TrieNode): Leaf | undefined =>
    node.leaves.get(asked) ?? (asked === 'HEAD' ? node.leaves.get('GET') : undefined);
  return (method, path) => {
    if (path.charCodeAt(0) !== 47) return { kind: 'none', nearest: [] };
    captures.length = 0;
    asked = method;
    const leaf = walk(root, path, 1, captures, leafFor);
    if (leaf !== undefined)
      return { kind: 'matched', operation: leaf.operation, params: paramsOf(leaf.names, captures) };
    const allowed = methodsAt(root, path);
    if (allowed.length > 0) return { kind: 'method', allowed };
    return { kind: 'none', nearest: nearest(method, path) };
  };
}

function paramsOf(names: readonly string[], captures: readonly string[]): PathParameters {
  const params: Record<string, string> = {};
  for (let index = 0; index < names.length; index++) params[names[index] ?? ''] = captures[index] ?? '';
  return params;
}

/** Methods of every template that answers the path, as `Allow` lists them. */
function methodsAt(root: TrieNode, path: string): string[] {
  const methods = new Set<string>();
  walk(root, path, 1, [], (node) => {
    for (const method of node.leaves.keys()) methods.add(method);
    return undefined;
  });
  if (methods.size === 0) return [];
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods.add('OPTIONS')].sort();
}

function literalSegments(base: string): TemplateSegment[] {
  return base
    .split('/')
    .slice(1)
    .map((text): TemplateSegment => ({ kind: 'literal', text }));
}
