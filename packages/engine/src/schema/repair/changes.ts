import { equal } from '../equal.ts';
import { isObject } from '../json-schema.ts';
import type { SchemaViolation } from '../violation.ts';

/** One place where a repaired value differs. `before` is absent where something was added, `after` where something went. */
export interface Change {
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** The keyword that asked for it. */
  readonly code: string;
}

/** Where `after` differs from `before`, as deep as possible; the codes come from what was wrong with `before`. */
export function changesBetween(before: unknown, after: unknown, violations: readonly SchemaViolation[]): Change[] {
  const changes: Change[] = [];
  const note = (path: readonly string[], sides: { before?: unknown; after?: unknown }): void => {
    changes.push({ path, ...sides, code: codeFor(path, violations) });
  };
  const compare = (a: unknown, b: unknown, path: readonly string[]): void => {
    if (equal(a, b)) return;
    if (isObject(a) && isObject(b)) compareEntries(a, b, path);
    else if (Array.isArray(a) && Array.isArray(b)) compareEntries({ ...a }, { ...b }, path);
    else note(path, { before: a, after: b });
  };
  const compareEntries = (
    a: Readonly<Record<string, unknown>>,
    b: Readonly<Record<string, unknown>>,
    path: readonly string[],
  ): void => {
    for (const name of Object.keys(a)) {
      if (Object.hasOwn(b, name)) compare(a[name], b[name], [...path, name]);
      else note([...path, name], { before: a[name] });
    }
    for (const name of Object.keys(b)) if (!Object.hasOwn(a, name)) note([...path, name], { after: b[name] });
  };
  compare(before, after, []);
  return changes;
}

/** The violation of that very place, or of the nearest one around or below it. */
function codeFor(path: readonly string[], violations: readonly SchemaViolation[]): string {
  const placed = violations.map((violation) => ({
    code: violation.code,
    at: violation.property === undefined ? violation.path : [...violation.path, violation.property],
  }));
  const exact = placed.find(({ at }) => equal(at, path));
  if (exact !== undefined) return exact.code;
  const around = placed.filter(({ at }) => at.length <= path.length && at.every((token, i) => token === path[i]));
  const below = placed.filter(({ at }) => path.every((token, i) => token === at[i]));
  return (around.sort((a, b) => b.at.length - a.at.length)[0] ?? below[0] ?? violations[0])?.code ?? 'replaced';
}
