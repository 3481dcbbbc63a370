import type { Operation } from '../operation.ts';
import { compileMixedSegment, type MixedMatcher } from './mixed-segment.ts';
import { decodeSegment, namesOf, shapeOf, type TemplateSegment } from './template.ts';

/**
 * The routes as a tree of segments. At each segment a literal is tried before mixed text, and that before a parameter, with
 * backtracking; a node is visited at most once per request, so no path is slow. Knows nothing of HEAD, 405 or base paths.
 */
export interface TrieNode {
  readonly literals: Map<string, TrieNode>;
  readonly mixed: MixedEdge[];
  parameter: TrieNode | undefined;
  readonly leaves: Map<string, Leaf>;
}

interface MixedEdge {
  readonly shape: string;
  readonly match: MixedMatcher;
  readonly node: TrieNode;
}

export interface Leaf {
  readonly operation: Operation;
  /** Names of the parameters in order of appearance: operations of one shape may call them differently. */
  readonly names: readonly string[];
}

/** Called at each node that the whole path leads to, most specific first, until it gives something. */
export type Visit<T> = (node: TrieNode) => T | undefined;

export function createNode(): TrieNode {
  return { literals: new Map(), mixed: [], parameter: undefined, leaves: new Map() };
}

/** Adds a route; where one of the same shape and method is there already, that one stays and is returned. */
export function insert(root: TrieNode, segments: readonly TemplateSegment[], operation: Operation): Leaf | undefined {
  let node = root;
  for (const segment of segments) node = childOf(node, segment);
  const taken = node.leaves.get(operation.method);
  if (taken === undefined) node.leaves.set(operation.method, { operation, names: namesOf(segments) });
  return taken;
}

/** Walks `path` from the character `start`; `captures` holds the raw parameters when `visit` is called. */
export function walk<T>(
  node: TrieNode,
  path: string,
  start: number,
  captures: string[],
  visit: Visit<T>,
): T | undefined {
  if (start > path.length) return visit(node);
  const slash = path.indexOf('/', start);
  const end = slash === -1 ? path.length : slash;
  const segment = path.slice(start, end);
  if (node.literals.size > 0) {
    const next = node.literals.get(decodeSegment(segment));
    const found = next && walk(next, path, end + 1, captures, visit);
    if (found !== undefined) return found;
  }
  if (segment === '') return undefined;
  const kept = captures.length;
  for (const edge of node.mixed) {
    if (!edge.match(segment, captures)) continue;
    const found = walk(edge.node, path, end + 1, captures, visit);
    if (found !== undefined) return found;
    captures.length = kept;
  }
  if (node.parameter === undefined) return undefined;
  captures.push(segment);
  const found = walk(node.parameter, path, end + 1, captures, visit);
  if (found === undefined) captures.length = kept;
  return found;
}

function childOf(node: TrieNode, segment: TemplateSegment): TrieNode {
  if (segment.kind === 'parameter') {
    node.parameter ??= createNode();
    return node.parameter;
  }
  if (segment.kind === 'mixed') return mixedChildOf(node, shapeOf(segment), segment.literals);
  const child = node.literals.get(segment.text) ?? createNode();
  node.literals.set(segment.text, child);
  return child;
}

function mixedChildOf(node: TrieNode, shape: string, literals: readonly string[]): TrieNode {
  const present = node.mixed.find((edge) => edge.shape === shape);
  if (present !== undefined) return present.node;
  const edge = { shape, match: compileMixedSegment(literals), node: createNode() };
  node.mixed.push(edge);
  // More text first: `{id}.json` is more exact than `{a}.{b}`. The sort is stable, so equals stay in the document's order.
  node.mixed.sort((a, b) => b.shape.replaceAll('{}', '').length - a.shape.replaceAll('{}', '').length);
  return edge.node;
}
