import { checkValue, documentPointer, isValid, type Schemas } from '@stuntdouble/engine';
import { type Alternative, allowsTypeOf, alternativesOf, type Conjunct, kindOf, type Place } from './alternatives.ts';
import { escapeToken } from './pointer.ts';
import type { RuleBook } from './rule-book.ts';
import { ruleProblems } from './rule-problems.ts';
import { isNoExample } from './xml-rule-verdict.ts';

/**
 * Holds a value that a consumer reads against the schema of what a provider sends. The value is a part of what is sent: what
 * it lacks is not asked for, what it has must be declared, of the right type, and is better not optional.
 */

export interface ReadProblem {
  readonly kind: 'incompatible' | 'undeclared' | 'optional' | 'nullable' | 'rule' | 'narrower';
  readonly severity: 'error' | 'warning';
  /** Names and indices from the value's top. */
  readonly path: readonly string[];
  /** Into the document's root, without `#`. */
  readonly pointer: string;
  readonly message: string;
}

export interface Reading {
  readonly schemas: Schemas;
  readonly rules: RuleBook;
  /** `sent`: what the other side sends, of which a part is read. `taken`: what it takes, where only rules are looked at. */
  readonly mode: 'sent' | 'taken';
  /** What was read already, by path. */
  readonly visited: Map<string, readonly Visited[]>;
}

export function readValue(reading: Omit<Reading, 'visited'>, places: readonly Place[], value: unknown): ReadProblem[] {
  return visit({ ...reading, visited: new Map() }, places, value, []);
}

/** Alternatives of alternatives lead to the same schemas again and again: each place is read with each of them once. */
function visit(reading: Reading, given: readonly Place[], value: unknown, path: readonly string[]): ReadProblem[] {
  const places = distinct(given);
  const key = JSON.stringify(path);
  const known = reading.visited.get(key) ?? [];
  const same = known.find(
    (one) => one.places.length === places.length && one.places.every((place, at) => idOf(place) === idOf(places[at])),
  );
  if (same !== undefined) return same.problems;
  const problems = visitPlaces(reading, places, value, path);
  reading.visited.set(key, [...(reading.visited.get(key) ?? []), { places, problems }]);
  return problems;
}

/** Two references to one schema ask for one thing. */
function distinct(places: readonly Place[]): readonly Place[] {
  if (places.length < 2) return places;
  return [...new Map(places.map((place) => [idOf(place), place])).values()];
}

const idOf = (place: Place | undefined): unknown =>
  typeof place?.schema === 'object' && place.schema.$ref !== undefined && Object.keys(place.schema).length === 1
    ? place.schema.$ref
    : place?.schema;

interface Visited {
  readonly places: readonly Place[];
  readonly problems: ReadProblem[];
}

function visitPlaces(
  reading: Reading,
  places: readonly Place[],
  value: unknown,
  path: readonly string[],
): ReadProblem[] {
  const ofRules = ruleProblems(reading, places, value, path);
  if (typeof value !== 'object' || value === null)
    return [...(reading.mode === 'sent' ? scalar(reading, places, value, path) : []), ...ofRules];
  const read = alternativesOf(reading.schemas, places, value).map((alternative) =>
    Array.isArray(value) ? list(reading, alternative, value, path) : object(reading, alternative, value, path),
  );
  const best = lightest(read);
  if (best === undefined) {
    const none = incompatible(path, places[0]?.pointer ?? '', 'the document allows no value here');
    return reading.mode === 'taken' ? ofRules : [none, ...ofRules];
  }
  if (!best.some(isIncompatible)) return [...best, ...ofRules];
  // A provider may send the value as it is, in an alternative that leaves some of it undeclared: then that is what is wrong.
  const isSent = () => places.every(({ schema }) => isValid(reading.schemas, schema, value));
  const undeclaring = lightest(read.filter((problems) => !problems.some(isIncompatible)));
  return [...(undeclaring !== undefined && isSent() ? undeclaring : best), ...ofRules];
}

const isIncompatible = ({ kind }: ReadProblem): boolean => kind === 'incompatible';

function lightest(all: readonly ReadProblem[][]): ReadProblem[] | undefined {
  return all.reduce<ReadProblem[] | undefined>(
    (best, problems) => (best === undefined || weight(problems) < weight(best) ? problems : best),
    undefined,
  );
}

/** An error outweighs all warnings; a deeper one means that the alternative fitted better. */
function weight(problems: readonly ReadProblem[]): number {
  return problems.reduce((sum, { severity, path }) => sum + (severity === 'error' ? 10_000 - path.length : 1), 0);
}

const incompatible = (path: readonly string[], pointer: string, message: string): ReadProblem => ({
  ...{ kind: 'incompatible', severity: 'error' },
  ...{ path, pointer, message },
});

function scalar({ schemas, rules }: Reading, places: readonly Place[], value: unknown, path: readonly string[]) {
  if (isNoExample(value, rules.at(path))) return [];
  return places.flatMap(({ schema, pointer }) =>
    checkValue(schemas, schema, value).map(({ message, schemaPath, allowed, code }) => {
      const expected = allowed === undefined || code === 'type' ? '' : ` (${shown(allowed)})`;
      return incompatible(path, documentPointer(pointer, schemaPath), `${shown(value)} ${message}${expected}`);
    }),
  );
}

function object(reading: Reading, alternative: Alternative, value: object, path: readonly string[]): ReadProblem[] {
  const wrong = typeProblem(reading, alternative, value, path);
  if (wrong) return [wrong];
  return Object.entries(value).flatMap(([name, member]) => {
    const at = [...path, name];
    const places = alternative.flatMap((conjunct) => placesOf(conjunct, name));
    if (places.length === 0) return reading.mode === 'sent' ? undeclared(alternative, name, at) : [];
    const below = visit(reading, places, member, at);
    return reading.mode === 'sent' ? [...below, ...unsure(reading, alternative, places, member, at)] : below;
  });
}

function typeProblem(
  { mode }: Reading,
  alternative: Alternative,
  value: unknown,
  path: readonly string[],
): ReadProblem | undefined {
  const wrong = mode === 'sent' ? alternative.find(({ schema }) => !allowsTypeOf(schema, value)) : undefined;
  if (!wrong) return undefined;
  const types = [wrong.schema.type ?? []].flat().join(' or ');
  return incompatible(path, `${wrong.pointer}/type`, `the pact has ${kindOf(value)}, the document ${types}`);
}

/** Where a property is declared: by its name, by a pattern, else as an entry of a map. */
export function placesOf({ schema, pointer }: Conjunct, name: string): Place[] {
  const { properties = {}, patternProperties = {}, additionalProperties } = schema;
  const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const found: Place[] =
    own === undefined ? [] : [{ schema: own, pointer: `${pointer}/properties/${escapeToken(name)}` }];
  for (const [pattern, matched] of Object.entries(patternProperties))
    if (matches(pattern, name))
      found.push({ schema: matched, pointer: `${pointer}/patternProperties/${escapeToken(pattern)}` });
  if (found.length > 0 || typeof additionalProperties !== 'object') return found;
  return [{ schema: additionalProperties, pointer: `${pointer}/additionalProperties` }];
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return false;
  }
}

/** An object of which nothing is declared is free; one that declares some properties promises no others. */
function undeclared(alternative: Alternative, name: string, path: readonly string[]): ReadProblem[] {
  const declaring = alternative.find(({ schema }) => schema.properties !== undefined);
  const closed = alternative.find(
    ({ schema }) => schema.additionalProperties === false || schema.unevaluatedProperties === false,
  );
  const owner = declaring ?? closed;
  if (!owner) return [];
  const isOpen = !closed && alternative.some(({ schema }) => schema.additionalProperties === true);
  const severity = isOpen ? 'warning' : 'error';
  const reason = isOpen
    ? 'the document allows further properties, and promises none'
    : 'the document does not declare it';
  return [{ kind: 'undeclared', severity, path, pointer: owner.pointer, message: `"${name}" is read, ${reason}` }];
}

/** What may be left out or be null although the consumer reads it: green today, broken some day. */
function unsure(
  { schemas, rules }: Reading,
  alternative: Alternative,
  places: readonly Place[],
  value: unknown,
  path: readonly string[],
): ReadProblem[] {
  const name = path.at(-1) ?? '';
  const [pointer = ''] = places.map((place) => place.pointer);
  const found: ReadProblem[] = [];
  const warn = (kind: 'optional' | 'nullable', message: string) =>
    found.push({ kind, severity: 'warning', path, pointer, message });
  if (!alternative.some(({ schema }) => schema.required?.includes(name)))
    warn('optional', `"${name}" is optional in the document, but needed: the provider may leave it out`);
  if (
    value !== null &&
    !takesNull(rules, path) &&
    places.every(({ schema }) => schema !== true && isValid(schemas, schema, null)) &&
    saysNull(schemas, places)
  )
    warn('nullable', `"${name}" may be null in the document, the pact reads ${kindOf(value)}`);
  return found;
}

/** The pact itself says that the consumer can do with null. */
const takesNull = (rules: RuleBook, path: readonly string[]): boolean =>
  rules.at(path).some(({ combine, matchers }) => combine === 'OR' && matchers.some(({ match }) => match === 'null'));

/** A schema without a type allows null without meaning it. */
function saysNull(schemas: Schemas, places: readonly Place[]): boolean {
  return alternativesOf(schemas, places, null).some((alternative) =>
    alternative.some(
      ({ schema }) =>
        [schema.type ?? []].flat().includes('null') || schema.enum?.includes(null) === true || schema.const === null,
    ),
  );
}

function list(
  reading: Reading,
  alternative: Alternative,
  value: readonly unknown[],
  path: readonly string[],
): ReadProblem[] {
  const wrong = typeProblem(reading, alternative, value, path);
  if (wrong) return [wrong];
  const full = alternative.find(({ schema }) => value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY));
  const tooMany =
    full && reading.mode === 'sent'
      ? [
          incompatible(
            path,
            `${full.pointer}/maxItems`,
            `${value.length} items, the document sends ${full.schema.maxItems} at most`,
          ),
        ]
      : [];
  const ofItems = value.flatMap((item, index) => {
    const places = alternative.flatMap((conjunct) => itemPlaces(conjunct, index, reading.schemas));
    return places.length === 0 ? [] : visit(reading, places, item, [...path, String(index)]);
  });
  return [...tooMany, ...ofItems];
}

/** OpenAPI 2.0 and 3.0 have no `prefixItems`: documents that mean them write a list of `items`. */
export function itemPlaces(
  { schema: { prefixItems = [], items }, pointer }: Conjunct,
  index: number,
  { dialect }: Pick<Schemas, 'dialect'>,
): Place[] {
  const tuple = prefixItems[index];
  const keyword = dialect === 'json-schema' ? 'prefixItems' : 'items';
  if (tuple !== undefined) return [{ schema: tuple, pointer: `${pointer}/${keyword}/${index}` }];
  return items === undefined ? [] : [{ schema: items, pointer: `${pointer}/items` }];
}

/** A value as a message has it: short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
