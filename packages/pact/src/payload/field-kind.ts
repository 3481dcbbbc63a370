import type { Operation } from '@stuntdouble/engine';
import { responseFor } from '../impact/compare-bodies.ts';
import { type DocumentSide, isTree, valueAt } from '../impact/document-side.ts';
import { readOperation } from '../impact/read-operation.ts';
import { type Place, viewOf } from '../impact/schema-view.ts';
import { personalKind } from './find-personal.ts';
import { PERSONAL_EXTENSION, type PersonalKind } from './personal-data.table.ts';
import { nameOf } from './served-fields.ts';

/** Tells of each field of an answer whether it is data about a person: by what its schema says, else by its name and format. */
export function createFieldKinds(
  side: DocumentSide,
  operation: Operation,
  status: number | undefined,
): (field: string) => PersonalKind | undefined {
  const { responses } = readOperation(side, operation);
  const response = status === undefined ? undefined : responseFor(responses, String(status));
  const content = [...(response?.contents ?? [])].find(([type]) => /[/+]json$/.test(type))?.[1];
  return (field) => {
    const places = content === undefined ? [] : placesOf(side, content.places, field.match(/\[\]|[^.[\]]+/g) ?? []);
    const format = places.length === 0 ? undefined : viewOf(places, side.response).format;
    return personalKind(nameOf(field), format, declared(side, places));
  };
}

function placesOf(side: DocumentSide, from: readonly Place[], tokens: readonly string[]): readonly Place[] {
  const [token, ...rest] = tokens;
  if (token === undefined || from.length === 0) return from;
  const view = viewOf(from, side.response);
  const inner = token === '[]' ? view.items : (view.properties.get(token) ?? []);
  if (inner.length > 0) return placesOf(side, inner, rest);
  for (const variant of view.variants) {
    const found = placesOf(side, [variant], tokens);
    if (found.length > 0) return found;
  }
  return [];
}

/** At the field, else at the schema that it refers to. */
function declared({ document: { root } }: DocumentSide, places: readonly Place[]): unknown {
  for (const { schema, pointer } of places) {
    const target = typeof schema === 'object' ? schema.$ref?.replace(/^#/, '') : undefined;
    for (const at of [pointer, target]) {
      const raw = at === undefined ? undefined : valueAt(root, at);
      if (isTree(raw) && raw[PERSONAL_EXTENSION] !== undefined) return raw[PERSONAL_EXTENSION];
    }
  }
  return undefined;
}
