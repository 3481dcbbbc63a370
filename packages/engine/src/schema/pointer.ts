import { isObject } from './json-schema.ts';

/** JSON pointers in URI fragments (RFC 6901): how `$ref` names a place in the document. Never leaves the document. */

export function pointerTokens(fragment: string): string[] {
  if (fragment === '' || fragment === '/') return [];
  return fragment.replace(/^\//, '').split('/').map(unescapeToken);
}

export function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What lies at `tokens` below `root`; a `$ref` met on the way is followed, as long as `follow` knows it. */
export function valueAt(root: unknown, tokens: readonly string[], follow: (ref: string) => unknown): unknown {
  let current = root;
  for (const token of tokens) {
    if (isObject(current) && typeof current.$ref === 'string' && !Object.hasOwn(current, token))
      current = follow(current.$ref);
    if (Array.isArray(current)) current = current[Number(token)];
    else if (isObject(current) && Object.hasOwn(current, token)) current = current[token];
    else return undefined;
  }
  return current;
}

function unescapeToken(token: string): string {
  let text = token;
  try {
    text = decodeURIComponent(token);
  } catch {
    // A stray percent sign is part of the name.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
