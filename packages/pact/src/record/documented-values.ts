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
