import type { Schemas } from '../../schema/schemas.ts';
import type { Fields } from '../fields.ts';
import { fromTurns, type Members, setMember, splitList } from '../members.ts';
import { ABSENT, type Decode, decodeAll, MALFORMED } from '../percent.ts';
import { factsOf, type SchemaFacts } from '../schema-facts.ts';
import { readDeepObject } from './deep-object.ts';
import { COMMA, DELIMITERS, type Delimiters } from './delimiters.ts';

/**
 * The styles whose value may be spread over several fields, in a query, a cookie or a form: form, the delimited ones,
 * deepObject. A reading gives ABSENT where nothing of it was sent.
 */
export type FieldReading = (fields: Fields) => unknown;

export interface FieldStyle {
  readonly name: string;
  readonly style: string;
  readonly explode: boolean;
  readonly decode: Decode;
  /** Names that belong to other parameters: an exploded object without declared members takes all but these. */
  readonly others: ReadonlySet<string>;
  /** Delimiters arrive percent-encoded, as in forms. */
  readonly encodedDelimiters?: boolean;
}

export function fieldReadings(style: FieldStyle, schemas: Schemas, schema: unknown): FieldReading[] {
  const facts = factsOf(schemas, schema);
  const { name, decode } = style;
  const delimiters = DELIMITERS[style.style] ?? COMMA;
  const readings: FieldReading[] = [];
  if (style.style === 'deepObject') readings.push((fields) => readDeepObject(fields, name, schemas, schema, decode));
  else if (facts.object && style.explode) readings.push(explodedObject(style, schemas, facts));
  else if (facts.object) readings.push(single(name, (raw) => fromTurns(raw, delimiters.strict, decode)));
  const plain = primitive(name, decode);
  if (facts.array) readings.push(...arrayReadings(style, delimiters, facts.primitive ? plain : undefined));
  else if (facts.primitive || readings.length === 0) readings.push(plain);
  return readings;
}

/** `plain` reads it as no array, where the schema allows that too: one value without a delimiter is rather that than a list of one. */
function arrayReadings(style: FieldStyle, delimiters: Delimiters, plain: FieldReading | undefined): FieldReading[] {
  const { name, explode, decode } = style;
  const split = (delimiter: string | RegExp): FieldReading => single(name, (raw) => splitList(raw, delimiter, decode));
  const repeated = repeatedValues(name, decode);
  if (explode) return plain ? [unlessSingle(name, repeated, undefined), plain, repeated] : [repeated];
  // Forms are encoded as a whole, delimiters included.
  const delimiter = (style.encodedDelimiters && delimiters.lenient) || delimiters.strict;
  const strict: FieldReading = (fields) => readDelimited(fields, name, repeated, split(delimiter));
  const readings = plain ? [unlessSingle(name, strict, delimiter), plain, strict] : [strict];
  if (delimiters.lenient !== undefined) readings.push(split(delimiters.lenient));
  return readings;
}

/** `ids=1&ids=2` for a style that wants `ids=1,2` is read as it is meant. */
function readDelimited(fields: Fields, name: string, repeated: FieldReading, split: FieldReading): unknown {
  return typeof fields.get(name) === 'string' ? split(fields) : repeated(fields);
}

function unlessSingle(name: string, read: FieldReading, delimiter: string | RegExp | undefined): FieldReading {
  return (fields) => {
    const raw = fields.get(name);
    const plain = typeof raw === 'string' && (delimiter === undefined || raw.search(delimiter) === -1);
    return plain ? MALFORMED : read(fields);
  };
}

function primitive(name: string, decode: Decode): FieldReading {
  return (fields) => {
    const raw = fields.get(name);
    if (raw === undefined) return ABSENT;
    return typeof raw === 'string' ? decode(raw) : decodeAll(raw, decode);
  };
}

function single(name: string, read: (raw: string) => unknown): FieldReading {
  return (fields) => {
    const raw = fields.get(name);
    if (raw === undefined) return ABSENT;
    return read(typeof raw === 'string' ? raw : (raw[raw.length - 1] ?? ''));
  };
}

/** `a=1&a=2`, and as many frameworks write it, `a[]=1&a[]=2`. */
function repeatedValues(name: string, decode: Decode): FieldReading {
  const bracketed = `${name}[]`;
  return (fields) => {
    const raw = fields.get(name) ?? fields.get(bracketed);
    if (raw === undefined) return ABSENT;
    return decodeAll(typeof raw === 'string' ? [raw] : raw, decode);
  };
}

/** The members of an exploded object are fields of their own. */
function explodedObject({ name, decode, others }: FieldStyle, schemas: Schemas, facts: SchemaFacts): FieldReading {
  const read = (raw: string | string[], schema: unknown): unknown => {
    const wantsList = factsOf(schemas, schema).array;
    if (typeof raw === 'string' && !wantsList) return decode(raw);
    return decodeAll(typeof raw === 'string' ? [raw] : raw, decode);
  };
  const named = [...facts.properties];
  return (fields) => {
    const members: Members = {};
    let count = 0;
    const add = (key: string, raw: string | string[], schema: unknown): boolean => {
      const value = read(raw, schema);
      if (value === MALFORMED) return false;
      setMember(members, key, value);
      count++;
      return true;
    };
    for (const [key, schema] of named) {
      const raw = fields.get(key);
      if (raw !== undefined && !add(key, raw, schema)) return MALFORMED;
    }
    if (facts.freeForm) {
      for (const [key, raw] of fields) {
        if (key === name || others.has(key) || facts.properties.has(key)) continue;
        if (!add(key, raw, facts.additional)) return MALFORMED;
      }
    }
    return count === 0 ? ABSENT : members;
  };
}
