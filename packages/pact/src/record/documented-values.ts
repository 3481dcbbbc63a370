import { isObject } from '../pact/json.ts';
import type { Json } from '../pact/pact.ts';

/**
 * What a document itself shows to everybody: its examples, defaults and enumerations. Such a value says nothing of a person
 * and is the same in each run, so that a recording may keep it.
 */
export interface DocumentedValues {
  has(value: unknown): boolean;
  /** A name in an example: of a map's entries. */
  hasName(name: string): boolean;
}

const SHOWN = new Set(['example', 'examples', 'x-example', 'default', 'enum', 'const']);

export function documentedValues(root: unknown): DocumentedValues {
  const values = new Set<unknown>();
  const names = new Set<string>();
  const seen = new Set<object>();
  const keep = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) values.add(value);
    else
      for (const [name, member] of Object.entries(value)) {
        if (!Array.isArray(value)) names.add(name);
        keep(member);
      }
  };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    for (const [name, member] of Object.entries(node)) {
      // A property may be called `default`: what is below it is a schema, whose words are documented as well.
      if (SHOWN.has(name)) keep(member);
      visit(member);
    }
  };
  visit(root);
  return { has: (value) => values.has(value), hasName: (name) => names.has(name) };
}

/** JSON that is the same text for the same content, whatever the order of its names. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .join(',')}}`;
}
