import type { IHttpEncoding } from '@stoplight/types';
import type { Violation } from '../../exchange.ts';
import type { Schemas } from '../../schema/schemas.ts';
import type { Fields } from '../fields.ts';
import { type Members, setMember } from '../members.ts';
import { nestsTooDeep } from '../nesting.ts';
import { bracketPath, createBranch, graft, readDeepObject, valueOfBranch } from '../parameters/deep-object.ts';
import { type FieldReading, fieldReadings } from '../parameters/field-styles.ts';
import { ABSENT, type Decode, decodeAll, MALFORMED } from '../percent.ts';
import { factsOf } from '../schema-facts.ts';
import { unreadable } from '../violations.ts';

/** Builds the object that a form stands for, property by property in its style. The schema is asked for shapes, not for a verdict. */
export type FormResult = { readonly value: Members } | { readonly violations: Violation[] };

export type FormReader = (fields: Fields) => FormResult;

export interface FormSettings {
  readonly schemas: Schemas;
  readonly schema: unknown;
  readonly encodings: readonly IHttpEncoding[];
  readonly decode: Decode;
  /** Whether values are percent-encoded. */
  readonly isEncoded: boolean;
}

interface PropertyReader {
  readonly name: string;
  readonly encoding: IHttpEncoding | undefined;
  readonly read: (fields: Fields) => unknown;
}

/** RFC 3986's reserved characters, but for the plus sign, which is a space in forms, and the asterisk, which their encoding leaves. */
const RESERVED = /[/?#[\]@!$&'(),;=]/;

export function compileForm(settings: FormSettings): FormReader {
  const facts = factsOf(settings.schemas, settings.schema);
  const readers = [...facts.properties].map(([name, schema]) => propertyReader(settings, name, schema));
  const known = new Set(readers.map(({ name }) => name));
  return (fields) => {
    const value: Members = {};
    const violations: Violation[] = [];
    for (const reader of readers) {
      const reserved = settings.isEncoded ? reservedIn(fields.get(reader.name), reader.encoding) : undefined;
      if (reserved !== undefined) violations.push(reservedViolation(reader.name, reserved));
      const read = reader.read(fields);
      if (read === MALFORMED)
        violations.push(
          unreadable('body', [reader.name], 'must be percent-encoded UTF-8 in its style', fields.get(reader.name)),
        );
      else if (read !== ABSENT) setMember(value, reader.name, read);
    }
    if (!addOthers(settings, fields, known, value))
      violations.push(unreadable('body', [], 'must not be nested so deeply', undefined));
    return violations.length > 0 ? { violations } : { value };
  };
}

function propertyReader(settings: FormSettings, name: string, schema: unknown): PropertyReader {
  const { schemas, decode } = settings;
  const facts = factsOf(schemas, schema);
  const encoding = settings.encodings.find(({ property }) => property === name);
  const style = encoding?.style ?? 'form';
  const explode = encoding?.explode ?? (style === 'form' || style === 'deepObject');
  const readings = fieldReadings(
    { name, style, explode, decode, others: new Set(), encodedDelimiters: true },
    schemas,
    schema,
  );
  return {
    name,
    encoding,
    read(fields) {
      if ((facts.object || facts.array) && hasBrackets(fields, name))
        return readDeepObject(fields, name, schemas, schema, decode);
      const json = jsonOf(
        fields.get(name),
        facts.object && !facts.primitive,
        facts.array && factsOf(schemas, facts.items).object,
        decode,
      );
      if (json !== undefined) return json;
      // An object that is neither in brackets nor JSON: its members are only looked for where the document says so.
      if (facts.object && encoding === undefined) return fields.has(name) ? decodePlain(fields, name, decode) : ABSENT;
      return firstReadable(readings, fields);
    },
  };
}

function firstReadable(readings: readonly FieldReading[], fields: Fields): unknown {
  for (const read of readings) {
    const value = read(fields);
    if (value !== MALFORMED) return value;
  }
  return MALFORMED;
}

function hasBrackets(fields: Fields, name: string): boolean {
  const opening = `${name}[`;
  for (const key of fields.keys()) if (key.startsWith(opening)) return true;
  return false;
}

/** A form may carry objects as JSON, as OpenAPI has it by default for parts of type object. */
function jsonOf(raw: string | string[] | undefined, object: boolean, objects: boolean, decode: Decode): unknown {
  if (raw === undefined || !(object || objects)) return undefined;
  const texts = decodeAll(typeof raw === 'string' ? [raw] : raw, decode);
  if (texts === MALFORMED) return MALFORMED;
  if (!texts.every((text) => /^\s*[{[]/.test(text))) return undefined;
  if (texts.some(nestsTooDeep)) return MALFORMED;
  try {
    const values: unknown[] = texts.map((text) => JSON.parse(text));
    return objects && !(values.length === 1 && Array.isArray(values[0])) ? values : values[0];
  } catch {
    return MALFORMED;
  }
}

function decodePlain(fields: Fields, name: string, decode: Decode): unknown {
  const raw = fields.get(name) ?? '';
  return typeof raw === 'string' ? decode(raw) : decodeAll(raw, decode);
}

/** Fields that no property is named for, so that the schema sees them too; `x[y]=` becomes an object. */
function addOthers(
  { schemas, schema, decode }: FormSettings,
  fields: Fields,
  known: ReadonlySet<string>,
  value: Members,
): boolean {
  const top = createBranch();
  for (const [key, raw] of fields) {
    const bracket = key.indexOf('[');
    const name = bracket > 0 ? key.slice(0, bracket) : key;
    if (known.has(key) || known.has(name)) continue;
    const path = bracket > 0 ? bracketPath(key, bracket) : undefined;
    for (const text of typeof raw === 'string' ? [raw] : raw) {
      const decoded = decode(text);
      if (!graft(top, path === undefined ? [key] : [name, ...path], decoded === MALFORMED ? text : decoded))
        return false;
    }
  }
  const { additional } = factsOf(schemas, schema);
  for (const [name, branch] of top.children) setMember(value, name, valueOfBranch(branch, schemas, additional));
  return true;
}

/** Prism's rule: where the encoding of a property is described, its reserved characters must be encoded, unless it says otherwise. */
function reservedIn(raw: string | string[] | undefined, encoding: IHttpEncoding | undefined): string | undefined {
  if (raw === undefined || encoding === undefined || encoding.allowReserved === true) return undefined;
  const listed = encoding.explode !== true && encoding.style !== 'deepObject';
  const texts = typeof raw === 'string' ? [raw] : raw;
  // The comma is the delimiter of such a list, and may stand there as it is.
  return texts.find((text) => RESERVED.test(listed ? text.replaceAll(',', '') : text));
}

function reservedViolation(name: string, received: string): Violation {
  return {
    in: 'body',
    path: [name],
    code: 'reserved',
    message: 'must have its reserved characters percent-encoded',
    received,
  };
}
