import { equal } from '../../schema/equal.ts';
import { isObject } from '../../schema/json-schema.ts';

/** What all copies of one patch may have as JSON: each can double what is there, and thirty of them fit into a kilobyte. */
const MOST_COPIED = 1024 * 1024;

/** JSON patch (RFC 6902): all of its steps, or none. Changes nothing that it is given. */
export type Patched =
  | { readonly kind: 'patched'; readonly value: unknown }
  | { readonly kind: 'inapplicable'; readonly step: number; readonly reason: string };

export function jsonPatch(target: unknown, patch: unknown): Patched {
  if (!Array.isArray(patch)) return { kind: 'inapplicable', step: 0, reason: 'a JSON patch is a list of steps' };
  let document: unknown = structuredClone(target);
  const budget = { left: MOST_COPIED };
  for (const [step, each] of patch.entries()) {
    const outcome = applied(document, each, budget);
    if (typeof outcome === 'string') return { kind: 'inapplicable', step, reason: outcome };
    document = outcome.value;
  }
  return { kind: 'patched', value: document };
}

/** The new document, or why there is none. */
function applied(document: unknown, step: unknown, budget: { left: number }): { value: unknown } | string {
  if (!isObject(step)) return 'a step is an object';
  const path = tokensOf(step.path);
  const from = tokensOf(step.from);
  if (path === undefined) return `path ${JSON.stringify(step.path)} is no JSON pointer`;
  switch (step.op) {
    case 'add':
      return put(document, path, step.value, 'add');
    case 'replace':
      return put(document, path, step.value, 'replace');
    case 'remove':
      return path.length === 0 ? { value: null } : removed(document, path);
    case 'test': {
      const found = valueAt(document, path);
      return found !== undefined && equal(found.value, step.value)
        ? { value: document }
        : `${String(step.path)} is not as tested`;
    }
    case 'move':
    case 'copy': {
      const source = from && valueAt(document, from);
      if (from === undefined || source === undefined) return `from ${JSON.stringify(step.from)} leads nowhere`;
      if (step.op === 'move' && from.length < path.length && from.every((token, i) => token === path[i]))
        return 'nothing can be moved into itself';
      if (step.op === 'copy') budget.left -= JSON.stringify(source.value).length;
      if (budget.left < 0) return `the copies of a patch may have ${MOST_COPIED / 1024 / 1024} MB in all`;
      const value = structuredClone(source.value);
      const without = step.op === 'move' && from.length > 0 ? removed(document, from) : { value: document };
      return typeof without === 'string' ? without : put(without.value, path, value, 'add');
    }
    default:
      return `op ${JSON.stringify(step.op)} is none of add, remove, replace, move, copy, test`;
  }
}

function tokensOf(pointer: unknown): string[] | undefined {
  if (pointer === '') return [];
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: unknown, path: readonly string[]): { value: unknown } | undefined {
  let value = document;
  for (const token of path) {
    if (Array.isArray(value)) {
      if (!/^(0|[1-9]\d*)$/.test(token) || Number(token) >= value.length) return undefined;
      value = value[Number(token)];
    } else if (isObject(value) && Object.hasOwn(value, token)) value = value[token];
    else return undefined;
  }
  return { value };
}

function put(
  document: unknown,
  path: readonly string[],
  value: unknown,
  op: 'add' | 'replace',
): { value: unknown } | string {
  const last = path.at(-1);
  if (value === undefined) return 'a value is missing';
  if (last === undefined) return { value };
  const nowhere = `/${path.join('/')} leads nowhere`;
  const parent = valueAt(document, path.slice(0, -1))?.value;
  if (Array.isArray(parent)) {
    const index = last === '-' && op === 'add' ? parent.length : /^(0|[1-9]\d*)$/.test(last) ? Number(last) : -1;
    if (index < 0 || index > parent.length - (op === 'replace' ? 1 : 0)) return nowhere;
    parent.splice(index, op === 'replace' ? 1 : 0, value);
  } else if (isObject(parent) && (op === 'add' || Object.hasOwn(parent, last)))
    Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
  else return nowhere;
  return { value: document };
}

function removed(document: unknown, path: readonly string[]): { value: unknown } | string {
  const last = path.at(-1) ?? '';
  if (valueAt(document, path) === undefined) return `/${path.join('/')} leads nowhere`;
  const parent = valueAt(document, path.slice(0, -1))?.value;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isObject(parent)) Reflect.deleteProperty(parent, last);
  return { value: document };
}
