import { isTree } from './tree.ts';

/** JSON pointers (RFC 6901) into documents that are being loaded. A pointer is written without `#`. */

export function tokensOf(pointer: string): string[] {
  return pointer === '' ? [] : pointer.replace(/^\//, '').split('/').map(readToken);
}

export function pointerOf(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A `$ref` to a place: what would end a reference, or be decoded in it, is percent-encoded. */
export function refTo(tokens: readonly string[]): string {
  return `#${pointerOf(tokens).replace(/[\s%]/g, (character) => encodeURIComponent(character))}`;
}

/** What lies at `tokens`, or undefined. A local `$ref` on the way is followed, one at the end is not. */
export function valueAt(root: unknown, tokens: readonly string[], depth = 0): unknown {
  let current = root;
  for (const token of tokens) {
    if (isTree(current) && typeof current.$ref === 'string' && !Object.hasOwn(current, token)) {
      current = depth < 50 ? followRef(root, current, depth + 1) : undefined;
    }
    if (Array.isArray(current)) current = current[Number(token)];
    else if (isTree(current) && Object.hasOwn(current, token)) current = current[token];
    else return undefined;
  }
  return current;
}

/** The end of a chain of local `$ref`s; undefined where it breaks or goes in a circle. */
export function followRef(root: unknown, value: unknown, depth = 0): unknown {
  let current = value;
  for (let step = 0; isTree(current) && typeof current.$ref === 'string'; step += 1) {
    if (step > 50 || !isLocalRef(current.$ref)) return undefined;
    current = valueAt(root, tokensOf(current.$ref.slice(1)), depth + 1);
  }
  return current;
}

/** The same place without a `$ref` on the way to it, as far as the references lead. */
export function throughRefs(root: unknown, tokens: readonly string[], depth = 0): string[] {
  let path: string[] = [];
  for (const token of tokens) {
    let current = valueAt(root, path);
    while (depth < 50 && isTree(current) && typeof current.$ref === 'string' && !Object.hasOwn(current, token)) {
      if (!isLocalRef(current.$ref)) break;
      path = throughRefs(root, tokensOf(current.$ref.slice(1)), depth + 1);
      const next = valueAt(root, path);
      if (next === current) break;
      current = next;
    }
    path.push(token);
  }
  return path;
}

function isLocalRef(ref: string): boolean {
  return ref === '#' || ref.startsWith('#/');
}

function readToken(token: string): string {
  let decoded = token;
  try {
    if (token.includes('%')) decoded = decodeURIComponent(token);
  } catch {
    // A stray percent sign is part of the name.
  }
  return decoded.replaceAll('~1', '/').replaceAll('~0', '~');
}
