import { isObject } from '../pact/json.ts';
import type { Json } from '../pact/pact.ts';
import type { Change } from './difference.ts';
import { below } from './list-differences.ts';
import { severityOf } from './rules.table.ts';
import type { Direction, SchemaNode } from './schema-node.ts';

/** Follows a value of a contract through what changed, and tells which changes it meets. Looks only where the value leads. */
export function walkValue(
  root: SchemaNode,
  value: Json,
  direction: Direction,
  changed: ReadonlySet<SchemaNode>,
  meet: (change: Change, field: string) => void,
): void {
  const visit = (node: SchemaNode, given: Json, field: string): void => {
    if (!changed.has(node)) return;
    for (const change of node.changes) {
      if (severityOf(change.rule) === 'safe' || !isMet(change, given, direction)) continue;
      meet(change, change.field === undefined ? field : below(field, change.field));
    }
    for (const variant of fitting(node.variants, given)) visit(variant, given, field);
    if (Array.isArray(given)) {
      for (const item of given) for (const child of node.items) visit(child, item, `${field}[]`);
    } else if (isObject(given)) {
      for (const [name, item] of Object.entries(given)) {
        const child = node.properties.get(name);
        if (child !== undefined) visit(child, item, below(field, name));
        else for (const other of node.additional) visit(other, item, below(field, name));
      }
    }
  };
  visit(root, value, '');
}

/** Of an answer, a change is met where its field is read; of a request, where what is sent is no longer right. */
function isMet({ field, touches }: Change, value: Json, direction: Direction): boolean {
  if (direction === 'request') return touches === undefined || touches(value);
  return field === undefined || (isObject(value) && Object.hasOwn(value, field));
}

/** The alternatives that know the fields of the value; all of them where none does. */
function fitting(variants: readonly SchemaNode[], value: Json): readonly SchemaNode[] {
  if (!isObject(value) || variants.length < 2) return variants;
  const names = Object.keys(value);
  const known = variants.filter(({ properties, changes }) =>
    names.every((name) => properties.has(name) || changes.some(({ field }) => field === name)),
  );
  return known.length > 0 ? known : variants;
}
