/** A document as a tree that may be changed: a place is found by its pointer, `$ref`s on the way followed. */
export type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const tokensOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => decode(token).replaceAll('~1', '/').replaceAll('~0', '~'));

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

export function followed(root: Node, value: unknown): unknown {
  let current = value;
  for (let hops = 0; hops < 30 && isNode(current) && typeof current.$ref === 'string'; hops++)
    current = nodeAt(root, current.$ref.slice(1));
  return current;
}

/** What lies there, itself perhaps a `$ref`. */
export function nodeAt(root: Node, pointer: string): unknown {
  let current: unknown = root;
  for (const token of tokensOf(pointer)) {
    if (isNode(current) && !Object.hasOwn(current, token)) current = followed(root, current);
    current = Array.isArray(current) ? current[Number(token)] : isNode(current) ? current[token] : undefined;
  }
  return current;
}

/** The object that holds the place, and the key in it. */
export function holderOf(root: Node, pointer: string): { readonly holder: Node; readonly key: string } | undefined {
  const key = tokensOf(pointer).at(-1);
  const found = nodeAt(root, pointer.slice(0, pointer.lastIndexOf('/')));
  const holder = isNode(found) && key !== undefined && !Object.hasOwn(found, key) ? followed(root, found) : found;
  return isNode(holder) && key !== undefined && Object.hasOwn(holder, key) ? { holder, key } : undefined;
}
