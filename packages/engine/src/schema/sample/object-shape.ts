import { isHidden } from '../hidden.ts';
import { isObject, type JsonObject } from '../json-schema.ts';
import { discriminatorValue } from './alternatives.ts';
import { type Flat, pointerOfKeyword, propertyPlaces } from './flat.ts';
import { isUnsatisfiable, type Place, type Unsatisfiable } from './part.ts';
import { type At, cut, type Outcome, type Pass, type Shape } from './pass.ts';
import { textFor } from './pattern.ts';

/** The shape of an object: every property that is declared and can be had, in the document's order. */
export function objectShape(pass: Pass, flat: Flat, at: At, fits: (value: unknown) => boolean): Outcome {
  const declared = declaredNames(flat);
  const examples = ownExamples(flat, at).filter(isObject);
  if (declared.size === 0) {
    const example = examples.find((value) => Object.keys(value).length > 0 && fits(value));
    if (example !== undefined) return { const: example };
  }
  const wanted = [...declared].flatMap((name) => wantedProperty(pass, flat, name, at));
  if (wanted.length > 0 && !at.minimal && at.depth >= pass.limit) return cut(pass);
  const inside = { ...at, owners: [...at.owners, at.name], depth: at.depth + 1 };
  const properties: Record<string, Shape> = {};
  for (const { name, places } of wanted) {
    const shape = propertyShape(pass, flat, places, { ...inside, name, hints: hintsFor(flat, name, examples) });
    if (shape !== undefined && isUnsatisfiable(shape)) return shape;
    if (shape !== undefined) define(properties, name, shape);
  }
  return complete(pass, flat, at, properties, declared.size === 0);
}

/** What is declared, then what is required only, then what one of them depends on. */
function declaredNames(flat: Flat): Set<string> {
  const names = new Set<string>();
  for (const { schema } of flat.parts) for (const name of Object.keys(schema.properties ?? {})) names.add(name);
  for (const name of flat.required) names.add(name);
  for (const { schema } of flat.parts) {
    for (const [name, needed] of Object.entries(schema.dependentRequired ?? {}))
      if (names.has(name)) for (const other of needed) names.add(other);
  }
  return names;
}

function wantedProperty(pass: Pass, flat: Flat, name: string, at: At): { name: string; places: Place[] }[] {
  const required = flat.required.has(name);
  if (!required && (at.minimal || flat.forbidden.has(name))) return [];
  const places = propertyPlaces(flat, name);
  if (!required && places.some(({ schema }) => schema === false || isHidden(pass.schemas, schema))) return [];
  return [{ name, places }];
}

/** Undefined where an optional property is better left out. */
function propertyShape(pass: Pass, flat: Flat, places: readonly Place[], at: At): Shape | Unsatisfiable | undefined {
  if (flat.required.has(at.name)) return pass.buildRequired(places, at);
  const outcome = pass.build(places, at);
  return outcome === 'cut' || isUnsatisfiable(outcome) ? undefined : outcome;
}

const NO_HINTS: readonly unknown[] = [];

function hintsFor(flat: Flat, name: string, examples: readonly JsonObject[]): readonly unknown[] {
  const tag = tagOf(flat, name);
  if (tag === undefined && examples.length === 0) return NO_HINTS;
  const hints = examples.flatMap((value) => (Object.hasOwn(value, name) ? [value[name]] : []));
  return tag === undefined ? hints : [tag, ...hints];
}

/** What a discriminator wants the property to say: set where the branch was chosen, else by the `$ref` that led to the base. */
function tagOf(flat: Flat, name: string): string | undefined {
  const chosen = flat.tags.get(name);
  if (chosen !== undefined) return chosen;
  for (const { schema } of flat.parts) {
    const { discriminator } = schema;
    if (discriminator?.propertyName !== name) continue;
    const mapped = flat.trail.find((ref) => Object.values(discriminator.mapping ?? {}).includes(ref)) ?? flat.trail[0];
    if (mapped !== undefined) return discriminatorValue(discriminator.mapping, mapped);
  }
  return undefined;
}

function ownExamples(flat: Flat, at: At): readonly unknown[] {
  return [
    ...flat.parts.flatMap(({ schema }) => [
      ...(schema.examples ?? []),
      ...(schema.default === undefined ? [] : [schema.default]),
    ]),
    ...at.hints,
  ];
}

/** Entries of maps, and the numbers of properties that are asked for. */
function complete(pass: Pass, flat: Flat, at: At, properties: Record<string, Shape>, isMap: boolean): Outcome {
  const count = Object.keys(properties).length;
  const open = isMap && !at.minimal && pass.fill ? 2 : 0;
  const wanted = Math.min(Math.max(flat.minProperties - count, open), flat.maxProperties - count);
  for (const name of wanted > 0 ? freeNames(pass, flat, wanted) : []) {
    if (Object.keys(properties).length >= count + wanted) break;
    const needed = Object.keys(properties).length < flat.minProperties;
    const places = propertyPlaces(flat, name);
    // Nothing is made up where just anything would do.
    if (!needed && places.every(({ schema }) => schema === true)) break;
    const child: At = { ...at, name, owners: [...at.owners, at.name], depth: at.depth + 1, hints: [] };
    const outcome = needed ? pass.buildRequired(places, child) : pass.build(places, child);
    if (outcome !== 'cut' && !isUnsatisfiable(outcome)) define(properties, name, outcome);
  }
  const names = Object.keys(properties);
  if (names.length < flat.minProperties) return { unsatisfiable: pointerOfKeyword(flat, 'minProperties') };
  const surplus = names
    .filter((name) => !flat.required.has(name))
    .reverse()
    .slice(0, Math.max(0, names.length - flat.maxProperties));
  for (const name of surplus) delete properties[name];
  if (names.length - surplus.length > flat.maxProperties)
    return { unsatisfiable: pointerOfKeyword(flat, 'maxProperties') };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** More names than are wanted: not each of them has a value. */
function freeNames(pass: Pass, flat: Flat, wanted: number): string[] {
  const rules: Place[] = flat.parts.flatMap(({ schema, pointer }) =>
    schema.propertyNames === undefined ? [] : [{ schema: schema.propertyNames, pointer: `${pointer}/propertyNames` }],
  );
  const patterns = flat.parts.flatMap(({ schema }) => Object.keys(schema.patternProperties ?? {}));
  const names = new Set<string>();
  for (let i = 0; i < wanted * 3 + 6; i++) names.add(textFor(pass.schemas, rules, i < wanted ? patterns : [], i));
  return [...names].filter((name) => !flat.forbidden.has(name) && !declaredNames(flat).has(name));
}

/** Also for `__proto__`. */
function define(target: Record<string, Shape>, name: string, value: Shape): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
