import { isObject, type JsonSchema, type SchemaObject } from '../../schema/json-schema.ts';
import { isDeclared } from '../../schema/keywords/object.ts';
import { regularExpression } from '../../schema/regular-expression.ts';
import type { Schemas } from '../../schema/schemas.ts';
import { governing } from './governing.ts';
import type { PathPattern } from './path-pattern.ts';

/** One value inside a body, together with what the schema says of it. */
export interface Node {
  readonly path: readonly string[];
  readonly value: unknown;
  /** The schemas that were written for this place. The value is right if it satisfies all of them. */
  readonly owners: readonly JsonSchema[];
  /** Those and everything that they lead to for this value. */
  readonly rules: readonly SchemaObject[];
}

/** A body may be huge, one place of it is wanted: the rest of a long list offers nothing new. */
const MAX_NODES = 20_000;
const MAX_DEPTH = 200;

/** The values of a body on the way to `pattern`, the body first; without a pattern all of them. Reads, never changes. */
export function walk(
  schemas: Schemas,
  schema: JsonSchema,
  body: unknown,
  pattern: PathPattern | undefined,
): readonly Node[] {
  const nodes: Node[] = [];
  const visit = (path: readonly string[], owners: readonly JsonSchema[], value: unknown): void => {
    if (owners.length === 0 || nodes.length >= MAX_NODES || path.length > MAX_DEPTH) return;
    const rules = governing(schemas, owners, value);
    nodes.push({ path, value, owners, rules });
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries())
        if (nodes.length < MAX_NODES && (pattern === undefined || pattern.leadsTo(path, String(i), true)))
          visit([...path, String(i)], itemSchemas(rules, i), item);
    } else if (isObject(value)) {
      for (const [name, item] of Object.entries(value))
        if (pattern === undefined || pattern.leadsTo(path, name, false))
          visit([...path, name], propertySchemas(rules, name), item);
    }
  };
  visit([], [schema], body);
  return nodes;
}

function propertySchemas(rules: readonly SchemaObject[], name: string): readonly JsonSchema[] {
  const found = rules.flatMap((rule): JsonSchema[] => {
    const { properties, patternProperties, additionalProperties = true } = rule;
    const own = properties !== undefined && Object.hasOwn(properties, name) ? [properties[name] ?? true] : [];
    const matching = Object.entries(patternProperties ?? {}).flatMap(([pattern, extra]) =>
      regularExpression(pattern)?.test(name) ? [extra] : [],
    );
    return isDeclared(rule, name) ? [...own, ...matching] : [additionalProperties];
  });
  const telling = found.filter((schema) => typeof schema === 'object');
  return telling.length > 0 ? telling : rules.flatMap(({ unevaluatedProperties: rest = true }) => rest);
}

function itemSchemas(rules: readonly SchemaObject[], index: number): JsonSchema[] {
  return rules.flatMap((rule): JsonSchema[] => {
    const fixed = rule.prefixItems?.[index];
    const schema = fixed ?? rule.items;
    return schema === undefined ? [] : [schema];
  });
}
