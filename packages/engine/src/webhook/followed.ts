import { isObject } from '../schema/json-schema.ts';
import { pointerTokens } from '../schema/pointer.ts';

/** What lies at the tokens below the root, and from there at further ones; every local `$ref` on the way is followed, the last one too. */
export function followed(
  root: unknown,
  tokens: readonly string[],
  from = root,
  further: readonly string[] = [],
): unknown {
  let current = target(root, from);
  for (const token of [...tokens, ...further]) {
    if (!isObject(current) || !Object.hasOwn(current, token)) return undefined;
    current = target(root, current[token]);
  }
  return current;
}

/** A circle of references leads nowhere. */
function target(root: unknown, value: unknown): unknown {
  let current = value;
  for (let hops = 0; isObject(current) && typeof current.$ref === 'string'; hops++) {
    if (hops > 20 || !current.$ref.startsWith('#/')) return undefined;
    let next: unknown = root;
    for (const token of pointerTokens(current.$ref.slice(1)))
      next = isObject(next) && Object.hasOwn(next, token) ? next[token] : undefined;
    current = next;
  }
  return current;
}
