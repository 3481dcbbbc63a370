import type { Json } from '../pact/pact.ts';
import type { Change } from './difference.ts';
import { type Candidate, suggestRenames } from './rename.ts';
import type { MakeNode, Views } from './schema-graph.ts';
import type { SchemaNode, Sides } from './schema-node.ts';
import { type Place, type SchemaView, viewOf } from './schema-view.ts';

/** What changed among the fields of an object. Fills the node with those that both documents have. */
export function compareObjects(node: SchemaNode, views: Views, sides: Sides, make: MakeNode): Change[] {
  const { old, new: current } = views;
  // Of what may be anything, nothing is known to be gone or new: that the type is no longer stated says it.
  if (isAnything(old) !== isAnything(current)) return [];
  const before = visible(old, sides, 'old');
  const after = visible(current, sides, 'new');
  const changes: Change[] = [];
  for (const [name, places] of before) {
    const others = after.get(name);
    if (others === undefined) continue;
    node.properties.set(name, make(places, others));
    changes.push(...compareField(name, places, others, views, sides));
  }
  const removed = [...before].filter(([name]) => !after.has(name));
  const added = [...after].filter(([name]) => !before.has(name));
  const renames = suggestRenames(
    removed.map((entry) => candidate(entry, sides.old)),
    added.map((entry) => candidate(entry, sides.new)),
  );
  changes.push(...removed.map((entry) => removedField(entry, views, sides, renames.get(entry[0]))));
  const sources = new Map([...renames].map(([from, to]) => [to, from]));
  changes.push(...added.map((entry) => addedField(entry, views, sides, sources.get(entry[0]))));
  changes.push(...compareAdditional(node, views, sides, make));
  return changes;
}

const isAnything = ({ types, properties }: SchemaView): boolean => types === undefined && properties.size === 0;

/** A request has no readOnly fields, a response no writeOnly ones. */
function visible(view: SchemaView, sides: Sides, side: 'old' | 'new') {
  const flag = sides.direction === 'request' ? 'readOnly' : 'writeOnly';
  const schemas = sides[side];
  const isHidden = ({ schema }: Place): boolean => {
    let target = schema;
    for (let hops = 0; hops < 20 && typeof target === 'object'; hops += 1) {
      if (target[flag] === true) return true;
      if (target.$ref === undefined) return false;
      target = schemas.resolve(target.$ref) ?? true;
    }
    return false;
  };
  return new Map([...view.properties].filter(([, places]) => !places.some(isHidden)));
}

const pointerOf = (places: readonly Place[]): string | undefined => places[0]?.pointer;

function compareField(
  name: string,
  places: readonly Place[],
  others: readonly Place[],
  { old, new: current }: Views,
  { direction, isDeprecated, new: schemas }: Sides,
): Change[] {
  const at = { field: name, old: pointerOf(places), new: pointerOf(others) };
  const changes: Change[] = [];
  const [was, is] = [old.required.has(name), current.required.has(name)];
  if (was && !is)
    changes.push({
      ...at,
      rule: `${direction}-property-became-optional`,
      message: `${name} was required, is optional`,
    });
  if (!was && is) {
    const fallback = viewOf(others, schemas).default;
    const hasDefault = direction === 'request' && fallback !== undefined;
    changes.push({
      ...at,
      rule: hasDefault ? 'request-required-property-added-with-default' : `${direction}-property-became-required`,
      message: `${name} was optional, is required${hasDefault ? `; its default is ${JSON.stringify(fallback)}` : ''}`,
      touches: (value) => lacks(value, name),
    });
  }
  const [first, second] = [places[0], others[0]];
  if (first && second && isDeprecated('new', second) && !isDeprecated('old', first))
    changes.push({ ...at, rule: `${direction}-property-deprecated`, message: `${name} is deprecated` });
  return changes;
}

const lacks = (value: Json, name: string): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.hasOwn(value, name);

const has = (value: Json, name: string): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name);

type Field = readonly [string, readonly Place[]];

function removedField(
  [name, places]: Field,
  { old, new: current }: Views,
  { direction }: Sides,
  renamed: string | undefined,
): Change {
  const was = old.required.has(name) ? 'required' : 'optional';
  const isForbidden = direction === 'request' && current.additional === false;
  return {
    rule: isForbidden ? 'request-property-forbidden' : `${direction}-property-removed`,
    message: `${name} (${was}) is gone${renamed === undefined ? '' : `; it may be ${renamed} now`}`,
    field: name,
    old: pointerOf(places),
    new: current.pointer,
    ...(renamed !== undefined && { renamed }),
    touches: (value) => has(value, name),
  };
}

function addedField(
  [name, places]: Field,
  { old, new: current }: Views,
  { direction, new: schemas }: Sides,
  renamed: string | undefined,
): Change {
  const at = {
    ...{ field: name, old: old.pointer, new: pointerOf(places) },
    ...(renamed !== undefined && { renamed }),
    touches: (value: Json) => lacks(value, name),
  };
  const was = renamed === undefined ? '' : `; it may have been ${renamed}`;
  if (direction === 'response' || !current.required.has(name))
    return { ...at, rule: `${direction}-property-added`, message: `${name} is new${was}` };
  const fallback = viewOf(places, schemas).default;
  if (fallback !== undefined)
    return {
      ...at,
      rule: 'request-required-property-added-with-default',
      message: `${name} is new and required; its default is ${JSON.stringify(fallback)}${was}`,
    };
  return { ...at, rule: 'request-required-property-added', message: `${name} is new and required${was}` };
}

function candidate([name, places]: Field, schemas: Sides['old']): Candidate {
  const { types, format, description } = viewOf(places, schemas);
  return { name, kind: `${[...(types ?? [])].toSorted()} ${format ?? ''}`, description };
}

function compareAdditional(node: SchemaNode, { old, new: current }: Views, sides: Sides, make: MakeNode): Change[] {
  const [before, after] = [old.additional, current.additional];
  const at = { old: old.pointer, new: current.pointer };
  if (before && after) node.additional.push(make(before, after));
  const isObject = old.types?.has('object') && current.types?.has('object');
  if (!isObject || (before === false) === (after === false)) return [];
  if (after === false) {
    const known = new Set(current.properties.keys());
    const touches = (value: Json) =>
      typeof value === 'object' &&
      value !== null &&
      Object.keys(value).some((name) => !known.has(name) && !old.properties.has(name));
    const message = 'fields that are not described are no longer allowed';
    return [{ ...at, rule: `${sides.direction}-additional-properties-forbidden`, message, touches }];
  }
  const message = 'fields that are not described are allowed';
  return [{ ...at, rule: `${sides.direction}-additional-properties-allowed`, message }];
}
