/** A parsed document while it is being loaded: the only time at which it may be changed. */
export type Tree = Record<string, unknown>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object below `key`, or an empty one: documents leave out what they do not need, and get some of it wrong. */
export function branch(tree: unknown, key: string): Tree {
  const value = isTree(tree) ? tree[key] : undefined;
  return isTree(value) ? value : {};
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
