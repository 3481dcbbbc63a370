import fc from 'fast-check';
import { isObject } from '../schema/json-schema.ts';

/**
 * Values for a schema, mostly valid ones. Not an instance generator: what it does not understand (patterns, `not`,
 * conditions) it ignores, since both sides have to judge what comes out anyway.
 */
export function arbitraryValue(schema: unknown, bundled: unknown, depth = 0): fc.Arbitrary<unknown> {
  if (!isObject(schema)) return fc.constantFrom<unknown>('any', 1);
  if (typeof schema.$ref === 'string') return arbitraryValue(target(schema.$ref, bundled), bundled, depth + 1);
  const given = samplesOf(schema);
  if (given.length > 0) return fc.constantFrom(...given);
  for (const choice of [schema.oneOf, schema.anyOf])
    if (Array.isArray(choice) && choice.length > 0) return arbitraryValue(choice[0], bundled, depth + 1);
  if (Array.isArray(schema.allOf))
    return fc
      .tuple(...schema.allOf.map((part) => arbitraryValue(part, bundled, depth + 1)))
      .map((parts) => merged(parts));
  return ofType(typeOf(schema), schema, bundled, depth);
}

function target(ref: string, bundled: unknown): unknown {
  const name = ref.slice('#/__bundled__/'.length);
  return isObject(bundled) ? bundled[name] : undefined;
}

function samplesOf(schema: Readonly<Record<string, unknown>>): unknown[] {
  if (schema.const !== undefined) return [schema.const];
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return schema.enum;
  if (schema.example !== undefined) return [schema.example];
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples;
  return schema.default === undefined ? [] : [schema.default];
}

function typeOf(schema: Readonly<Record<string, unknown>>): unknown {
  const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== 'null') : schema.type;
  return type ?? (schema.properties ? 'object' : schema.items ? 'array' : 'string');
}

function ofType(
  type: unknown,
  schema: Readonly<Record<string, unknown>>,
  bundled: unknown,
  depth: number,
): fc.Arbitrary<unknown> {
  if (type === 'object') return ofObject(schema, bundled, depth);
  if (type === 'array') {
    const minLength = numberOr(schema.minItems, 0);
    const maxLength = Math.max(minLength, Math.min(numberOr(schema.maxItems, 2), 3));
    return depth > DEEPEST
      ? fc.constant([])
      : fc.array(arbitraryValue(schema.items, bundled, depth + 1), { minLength, maxLength });
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') {
    const min = Math.max(numberOr(schema.minimum, numberOr(schema.exclusiveMinimum, 0) + 1), -1e6);
    return fc.integer({ min, max: Math.max(min, Math.min(numberOr(schema.maximum, 90), 1e6)) });
  }
  return ofString(schema);
}

const DEEPEST = 5;

function ofObject(schema: Readonly<Record<string, unknown>>, bundled: unknown, depth: number): fc.Arbitrary<unknown> {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.filter((name) => name in properties) : [];
  const entries = Object.entries(properties).filter(
    ([name], index) => required.includes(name) || (index < 6 && depth < 3),
  );
  const members = Object.fromEntries(
    entries
      .filter(([, member]) => !isObject(member) || member.readOnly !== true)
      .map(([name, member]) => [name, arbitraryValue(member, bundled, depth + 1)]),
  );
  return depth > DEEPEST
    ? fc.constant({})
    : fc.record(members, { requiredKeys: required.filter((name) => name in members) });
}

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2024-05-06T07:08:09Z', '2024-05-06T07:08:09.1+02:00'],
  date: ['2024-05-06'],
  email: ['a@example.com'],
  uri: ['https://example.com/a'],
  uuid: ['3f2b8c1e-9d4a-4c57-8a11-0d6d2f1b7c55'],
  ipv4: ['10.0.0.1'],
};

function ofString(schema: Readonly<Record<string, unknown>>): fc.Arbitrary<string> {
  const known = FORMATS[String(schema.format)];
  if (known) return fc.constantFrom(...known);
  const minLength = numberOr(schema.minLength, 1);
  return fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '1', '2'),
    minLength,
    maxLength: Math.max(minLength, Math.min(numberOr(schema.maxLength, 8), 40)),
  });
}

const numberOr = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback);

const merged = (parts: readonly unknown[]): unknown =>
  parts.every(isObject) ? Object.assign({}, ...parts) : parts.at(-1);
