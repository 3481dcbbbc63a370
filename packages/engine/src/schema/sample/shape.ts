import { isValid } from '../check.ts';
import type { JsonSchema, SchemaObject } from '../json-schema.ts';
import type { Schemas } from '../schemas.ts';
import { alternatives } from './alternatives.ts';
import { arrayShape } from './array-shape.ts';
import { type Flat, flatten } from './flat.ts';
import { objectShape } from './object-shape.ts';
import { isUnsatisfiable, type Place, type Unsatisfiable } from './part.ts';
import { type At, type Complete, cut, type Outcome, type Pass, type Shape } from './pass.ts';
import { scalarShape } from './scalar-shape.ts';

/** A pass without anything done yet; what earlier passes over the same schema have completed is taken over. */
export function createPass(schemas: Schemas, limit: number, budget: number, fill: boolean, earlier?: Pass): Pass {
  const pass: Pass = {
    schemas,
    limit,
    budget,
    fill,
    leaves: earlier?.leaves ?? [],
    complete: earlier?.complete ?? new Map(),
    nodes: 0,
    wasCut: false,
    build: (places, at) => build(pass, places, at),
    buildRequired: (places, at) => buildRequired(pass, places, at),
  };
  return pass;
}

const MAX_ALTERNATIVES = 40;
const MAX_MINIMAL_NODES = 5000;

/** Each schema is built once for each name that it has, unless something had to be cut: then the next pass goes deeper. */
function build(pass: Pass, places: readonly Place[], at: At): Outcome {
  const [place] = places;
  if (at.minimal || at.hints.length > 0 || places.length !== 1 || place === undefined)
    return buildAnew(pass, places, at);
  const byName = pass.complete.get(place.schema) ?? new Map<string, Complete>();
  pass.complete.set(place.schema, byName);
  const key = `${at.name}\0${at.owners.at(-1) ?? ''}\0${Math.min(at.depth, 2)}`;
  const known = byName.get(key);
  if (known !== undefined) {
    pass.nodes += known.nodes;
    return pass.nodes > pass.budget ? cut(pass) : known.outcome;
  }
  const { nodes, wasCut } = pass;
  pass.wasCut = false;
  const outcome = buildAnew(pass, places, at);
  if (!pass.wasCut && outcome !== 'cut') byName.set(key, { outcome, nodes: pass.nodes - nodes });
  pass.wasCut ||= wasCut;
  return outcome;
}

/** The shape of a value that satisfies all places. */
function buildAnew(pass: Pass, places: readonly Place[], at: At): Outcome {
  const nowhere = { unsatisfiable: places[0]?.pointer ?? '#' };
  pass.nodes++;
  if (at.minimal && pass.nodes > MAX_MINIMAL_NODES) return nowhere;
  if (!at.minimal && pass.nodes > pass.budget) return cut(pass);
  let failure: Unsatisfiable | undefined;
  let isCut = false;
  let tried = 0;
  for (const alternative of alternatives(pass.schemas, places)) {
    if (++tried > MAX_ALTERNATIVES) break;
    const flat = flatten(alternative);
    const outcome = isUnsatisfiable(flat) ? flat : valueShape(pass, flat, places, at);
    if (outcome === 'cut') isCut = true;
    else if (isUnsatisfiable(outcome)) failure ??= outcome;
    else return outcome;
  }
  return isCut ? cut(pass) : (failure ?? nowhere);
}

/** The shape of a value that must be there: what is too large comes with its required parts only. */
function buildRequired(pass: Pass, places: readonly Place[], at: At): Shape | Unsatisfiable {
  const outcome = build(pass, places, at);
  if (outcome !== 'cut') return outcome;
  const least = build(pass, places, { ...at, minimal: true, stack: [] });
  return least === 'cut' ? { unsatisfiable: places[0]?.pointer ?? '#' } : least;
}

function valueShape(pass: Pass, flat: Flat, places: readonly Place[], at: At): Outcome {
  const fits = (value: unknown): boolean => places.every(({ schema }) => isValid(pass.schemas, schema, value));
  if (flat.enumeration !== undefined) return enumerationShape(flat, fits);
  const seen = flat.trail.some((ref) => at.stack.filter((other) => other === ref).length > (at.minimal ? 0 : 1));
  const inner = { ...at, stack: [...at.stack, ...flat.trail] };
  let outcome: Outcome = { unsatisfiable: flat.parts[0]?.pointer ?? '#' };
  for (const type of typesInOrder(flat, at)) {
    if (type === 'object') outcome = seen ? recursion(pass, flat, at) : objectShape(pass, flat, inner, fits);
    else if (type === 'array') outcome = seen ? recursion(pass, flat, at) : arrayShape(pass, flat, inner, fits);
    else
      outcome = scalarShape(pass, flat, type, isReference(places) ? { ...inner, name: `${at.name}_id` } : inner, fits);
    if (outcome !== 'cut' && !isUnsatisfiable(outcome)) return outcome;
  }
  return outcome;
}

/** A text where the object itself could stand as well: that object's id. */
function isReference(places: readonly Place[]): boolean {
  const branches = places.flatMap(({ schema }) => branchesOf(schema));
  return branches.some(({ $ref }) => $ref !== undefined) && branches.some(({ type }) => type === 'string');
}

/** The branches of a composition, also where `nullable` has wrapped it. */
function branchesOf(schema: JsonSchema): readonly SchemaObject[] {
  if (typeof schema === 'boolean') return [];
  return (schema.anyOf ?? schema.oneOf ?? []).flatMap((branch) => {
    if (typeof branch === 'boolean') return [];
    return branch.$ref === undefined && branch.type === undefined ? branchesOf(branch) : [branch];
  });
}

function recursion(pass: Pass, flat: Flat, at: At): Outcome {
  return at.minimal ? { unsatisfiable: flat.parts[0]?.pointer ?? '#' } : cut(pass);
}

function enumerationShape(flat: Flat, fits: (value: unknown) => boolean): Shape | Unsatisfiable {
  const values = (flat.enumeration ?? []).filter(fits);
  const solid = values.filter((value) => value !== null);
  const [only] = values;
  if (solid.length > 0) return solid.length === 1 ? { const: solid[0] } : { enum: solid };
  if (only === null) return { const: null };
  const owner = flat.parts.find(({ schema }) => schema.enum !== undefined || schema.const !== undefined);
  return { unsatisfiable: `${owner?.pointer ?? '#'}/${owner?.schema.const === undefined ? 'enum' : 'const'}` };
}

const ANY = ['string', 'object', 'array', 'number', 'boolean', 'null'];

/** The types to try: what the schema has keywords for, in its own order, null last. */
function typesInOrder(flat: Flat, at: At): readonly string[] {
  if (flat.types === undefined) return [...new Set([...likelyTypes(flat, at), ...ANY])];
  return flat.types.includes('null') ? [...flat.types.filter((type) => type !== 'null'), 'null'] : flat.types;
}

function likelyTypes(flat: Flat, at: At): readonly string[] {
  for (const [type, keys] of TELLING) {
    if (flat.parts.some(({ schema }) => keys.some((key) => key in schema))) return [type];
  }
  const [hint] = at.hints;
  return typeof hint === 'number' || typeof hint === 'boolean' ? [typeof hint] : [];
}

const TELLING: readonly (readonly [string, readonly string[]])[] = [
  [
    'object',
    [
      'properties',
      'required',
      'additionalProperties',
      'patternProperties',
      'minProperties',
      'propertyNames',
      'discriminator',
    ],
  ],
  ['array', ['items', 'prefixItems', 'contains', 'minItems', 'uniqueItems']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
  ['string', ['pattern', 'format', 'minLength', 'maxLength']],
];
