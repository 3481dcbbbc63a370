import type { RequestPart, Violation } from '../exchange.ts';
import type { SchemaViolation } from './violation.ts';

/** Words violations of a schema for the person who sent the value: where, what was received, what is allowed. Decides nothing. */

const LONGEST = 100;
/** Nobody reads more of them, and a large body may have a million. */
const MOST = 100;

/** `whole` is the value that the paths of the violations start from, before anything was coerced; `prefix` leads to it. */
export function fromSchema(
  part: RequestPart,
  prefix: readonly string[],
  whole: unknown,
  violations: readonly SchemaViolation[],
): Violation[] {
  return violations.slice(0, MOST).map((violation) => translate(part, prefix, whole, violation));
}

function translate(
  part: RequestPart,
  prefix: readonly string[],
  whole: unknown,
  violation: SchemaViolation,
): Violation {
  const { code, message, property } = violation;
  const missing = code === 'required' || code === 'dependentRequired';
  const received = missing ? undefined : (property ?? shorten(at(whole, violation.path)));
  const allowed = missing ? property : violation.allowed;
  return {
    in: part,
    path: [...prefix, ...violation.path],
    code,
    message,
    ...(received === undefined ? {} : { received }),
    ...(allowed === undefined ? {} : { allowed }),
  };
}

/** Numbers, booleans and short strings as they are, the rest as at most 100 characters of text. */
export function shorten(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return cut(outline(value, 2));
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** JSON of the first few members: a body may be large, and a message needs little of it. */
function outline(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(typeof value === 'string' ? cut(value) : value) ?? 'null';
  if (depth === 0) return Array.isArray(value) ? '[…]' : '{…}';
  const items = Array.isArray(value)
    ? value.slice(0, 6).map((item) => outline(item, depth - 1))
    : Object.entries(value)
        .slice(0, 6)
        .map(([key, item]) => `${JSON.stringify(cut(key))}:${outline(item, depth - 1)}`);
  if (Object.keys(value).length > 6) items.push('…');
  return Array.isArray(value) ? `[${items.join(',')}]` : `{${items.join(',')}}`;
}

function at(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = Reflect.get(current, name);
  }
  return current;
}
