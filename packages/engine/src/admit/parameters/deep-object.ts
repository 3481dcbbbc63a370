import type { Schemas } from '../../schema/schemas.ts';
import type { Fields } from '../fields.ts';
import { type Members, setMember } from '../members.ts';
import { ABSENT, type Decode, MALFORMED } from '../percent.ts';
import { factsOf, type SchemaFacts } from '../schema-facts.ts';

/**
 * Names with brackets: `filter[status]=open&filter[tags][]=a`, to any reasonable depth. The schema decides whether numbers in
 * brackets are indices or names. Values are decoded here and coerced by whoever checks them.
 */
export interface Branch {
  readonly values: unknown[];
  readonly children: Map<string, Branch>;
}

/** Deeper than any API goes, and far from what the stack carries. */
const DEEPEST = 32;
const PART = /\[([^[\]]*)\]/y;

export function createBranch(): Branch {
  return { values: [], children: new Map() };
}

export function readDeepObject(
  fields: Fields,
  name: string,
  schemas: Schemas,
  schema: unknown,
  decode: Decode,
): unknown {
  const top = createBranch();
  const opening = `${name}[`;
  for (const [key, raw] of fields) {
    if (key !== name && !key.startsWith(opening)) continue;
    const path = key === name ? [] : bracketPath(key, name.length);
    // Brackets that do not pair belong to some other field.
    if (path === undefined) continue;
    for (const text of typeof raw === 'string' ? [raw] : raw) {
      const value = decode(text);
      if (value === MALFORMED || !graft(top, path, value)) return MALFORMED;
    }
  }
  if (top.values.length === 0 && top.children.size === 0) return ABSENT;
  return valueOfBranch(top, schemas, schema);
}

/** `[a][b]` from `start` on as `['a', 'b']`; undefined where it is anything else. */
export function bracketPath(key: string, start: number): string[] | undefined {
  const path: string[] = [];
  for (PART.lastIndex = start; PART.lastIndex < key.length; ) {
    const part = PART.exec(key);
    if (part === null) return undefined;
    path.push(part[1] ?? '');
  }
  return path;
}

/** Adds a value at the path; false where the path is deeper than allowed. */
export function graft(top: Branch, path: readonly string[], value: unknown): boolean {
  if (path.length > DEEPEST) return false;
  let branch = top;
  for (const name of path) {
    let child = branch.children.get(name);
    if (child === undefined) {
      child = createBranch();
      branch.children.set(name, child);
    }
    branch = child;
  }
  branch.values.push(value);
  return true;
}

export function valueOfBranch(branch: Branch, schemas: Schemas, schema: unknown): unknown {
  const facts = factsOf(schemas, schema);
  if (branch.children.size === 0) return leafValue(branch.values, facts);
  const keys = [...branch.children.keys()];
  if ((facts.array || facts.open) && keys.every((key) => key === '' || (facts.array && /^\d+$/.test(key)))) {
    return listOf(branch, keys, schemas, facts);
  }
  const members: Members = {};
  for (const [key, child] of branch.children) {
    setMember(members, key, valueOfBranch(child, schemas, facts.properties.get(key) ?? facts.additional));
  }
  return members;
}

/** `a[]=1&a[]=2` and `a[0]=1&a[1]=2`: numbers give the order, nothing more. */
function listOf(branch: Branch, keys: readonly string[], schemas: Schemas, facts: SchemaFacts): unknown[] {
  const sorted = [...keys].sort((a, b) => Number(a) - Number(b));
  return sorted.flatMap((key) => {
    const child = branch.children.get(key) ?? createBranch();
    const many = key === '' && child.children.size === 0;
    return many ? child.values : [valueOfBranch(child, schemas, facts.items)];
  });
}

function leafValue(values: readonly unknown[], facts: SchemaFacts): unknown {
  const wantsList = facts.array && !(facts.primitive && values.length === 1);
  return values.length === 1 && !wantsList ? values[0] : [...values];
}
