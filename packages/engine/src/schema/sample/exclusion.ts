import type { JsonSchema } from '../json-schema.ts';
import { commonTypes } from './flat.ts';
import type { Part } from './part.ts';

/** What keeps one schema's values out of another: for `oneOf`, whose branches must not both fit, and for `not`. */

/** Certainly no value fits both: different types, or a property that both need with values apart. */
export function areDistinct(a: JsonSchema, b: JsonSchema): boolean {
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === false || b === false;
  if (commonTypes(a.type, b.type)?.length === 0) return true;
  const valuesA = valuesOf(a);
  const valuesB = valuesOf(b);
  if (valuesA !== undefined && valuesB !== undefined) return !valuesA.some((value) => valuesB.includes(value));
  return Object.entries(a.properties ?? {}).some(([name, mine]) => {
    const theirs = b.properties !== undefined && Object.hasOwn(b.properties, name) ? b.properties[name] : undefined;
    if (theirs === undefined || typeof mine === 'boolean' || typeof theirs === 'boolean') return false;
    const needed = a.required?.includes(name) === true || b.required?.includes(name) === true;
    return needed && mine.$ref === undefined && theirs.$ref === undefined && areDistinct(mine, theirs);
  });
}

function valuesOf(schema: Exclude<JsonSchema, boolean>): readonly unknown[] | undefined {
  return schema.const === undefined ? schema.enum : [schema.const];
}

const NOTHING: ReadonlySet<string> = new Set();

/** `not: {required: [a]}`, also below `anyOf`: the property must be absent. */
export function forbiddenBy(not: JsonSchema | undefined): ReadonlySet<string> {
  if (typeof not !== 'object') return NOTHING;
  if (not.anyOf !== undefined) return new Set(not.anyOf.flatMap((branch) => [...forbiddenBy(branch)]));
  const [name] = not.required ?? [];
  return name === undefined ? NOTHING : new Set([name]);
}

/** A property of `theirs` that `mine` does not know, with a value that `theirs` refuses. */
export function spoiling(mine: JsonSchema, theirs: JsonSchema, pointer: string): Part[] {
  if (typeof mine === 'boolean' || typeof theirs === 'boolean') return [];
  const known = mine.properties ?? {};
  const found = Object.entries(theirs.properties ?? {}).find(
    ([name, schema]) => schema !== true && !Object.hasOwn(known, name),
  );
  if (found === undefined) return [];
  const [name, schema] = found;
  return [{ schema: { properties: { [name]: { not: schema } }, required: [name] }, pointer }];
}
