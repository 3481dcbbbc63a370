/**
 * A value for a schema, for a line that is to be pasted: the document's own word first (example, default, enum), else the
 * least that the keywords at hand allow. Gives up rather than guess where a pattern or a combination decides.
 */
export type SchemaLike = Readonly<Record<string, unknown>>;

export function plausibleValue(schema: unknown, root: unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > 6) return undefined;
  if (typeof schema.$ref === 'string') return plausibleValue(atPointer(root, schema.$ref), root, depth + 1);
  const given = givenValue(schema);
  if (given !== undefined) return given;
  const [first] = Array.isArray(schema.allOf) && schema.allOf.length === 1 ? schema.allOf : [];
  if (first !== undefined) return plausibleValue(first, root, depth + 1);
  if (
    ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'pattern', 'multipleOf', 'dependentRequired'].some((key) => key in schema)
  )
    return undefined;
  const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== 'null') : schema.type;
  switch (type) {
    case 'integer':
    case 'number':
      return numberFor(schema);
    case 'boolean':
      return true;
    case 'string':
      return stringFor(schema);
    case 'array':
      return typeof schema.minItems === 'number' && schema.minItems > 0 ? oneItem(schema, root, depth) : [];
    case 'object':
      return objectFor(schema, root, depth);
    default:
      return undefined;
  }
}

function givenValue(schema: SchemaLike): unknown {
  const [example] = Array.isArray(schema.examples) ? schema.examples : [schema.example];
  if (example !== undefined) return example;
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  return Array.isArray(schema.enum) ? schema.enum.find((value) => value !== null) : undefined;
}

/** 1 where that is allowed, else the bound that is nearest to it; whole, and so an integer as well. */
function numberFor({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: SchemaLike): number | undefined {
  const least = Math.max(
    bound(minimum, Math.ceil),
    bound(exclusiveMinimum, (limit) => Math.floor(limit) + 1),
  );
  const most =
    0 -
    Math.max(
      bound(maximum, (limit) => -Math.floor(limit)),
      bound(exclusiveMaximum, (limit) => 1 - Math.ceil(limit)),
    );
  return least > most ? undefined : Math.min(Math.max(1, least), most);
}

/** OpenAPI 3.0's boolean form counts as no bound of its own: 1 seldom is that bound. */
function bound(limit: unknown, round: (limit: number) => number): number {
  return typeof limit === 'number' ? round(limit) : Number.NEGATIVE_INFINITY;
}

const formats: Record<string, string> = {
  uuid: '7f1b6c1e-3c57-4d0c-9f0e-5b6f3d0a1c2d',
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  email: 'ada@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  byte: 'c3R1bnQ=',
  password: 'correct horse',
};

function stringFor({ format, minLength, maxLength }: SchemaLike): string | undefined {
  if (typeof format === 'string' && format in formats) return formats[format];
  const least = typeof minLength === 'number' ? minLength : 0;
  const most = typeof maxLength === 'number' ? maxLength : 64;
  return typeof format === 'string' && format !== 'binary' ? undefined : 'example'.padEnd(least, 'x').slice(0, most);
}

function oneItem(schema: SchemaLike, root: unknown, depth: number): unknown {
  const item = plausibleValue(schema.items, root, depth + 1);
  return item === undefined || schema.minItems !== 1 ? undefined : [item];
}

function objectFor(schema: SchemaLike, root: unknown, depth: number): unknown {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const entries = Object.entries(properties).filter(
    ([name, property]) =>
      Array.isArray(schema.required) &&
      schema.required.includes(name) &&
      !(isRecord(property) && property.readOnly === true),
  );
  const values = entries.map(([name, property]) => [name, plausibleValue(property, root, depth + 1)] as const);
  return values.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(values);
}

export function isRecord(value: unknown): value is SchemaLike {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns what stands behind a schema's `$ref`s, or the schema itself. */
export function resolveSchema(schema: unknown, root: unknown, depth = 0): unknown {
  if (!isRecord(schema) || typeof schema.$ref !== 'string' || depth > 6) return schema;
  return resolveSchema(atPointer(root, schema.$ref), root, depth + 1);
}

/** Follows a local `#/a/b` reference. */
function atPointer(root: unknown, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined;
  let value = root;
  for (const token of ref.slice(2).split('/')) {
    const key = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return value;
}
