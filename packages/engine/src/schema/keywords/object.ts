import { isObject, type JsonObject, type SchemaObject } from '../json-schema.ts';
import { regularExpression } from '../regular-expression.ts';
import type { Keyword } from './keyword.ts';

/** Keywords for objects. */

const required: Keyword = (schema, value, run) => {
  if (!isObject(value)) return;
  for (const property of schema.required ?? []) {
    if (!has(value, property)) run.fail('required', `must have required property '${property}'`, { property });
  }
};

/** A property that is there but undefined would not survive JSON. */
function has(value: JsonObject, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== undefined;
}

const minProperties: Keyword = (schema, value, run) => {
  const limit = schema.minProperties;
  if (isObject(value) && limit !== undefined && Object.keys(value).length < limit) {
    run.fail('minProperties', `must NOT have fewer than ${limit} properties`, { allowed: limit });
  }
};

const maxProperties: Keyword = (schema, value, run) => {
  const limit = schema.maxProperties;
  if (isObject(value) && limit !== undefined && Object.keys(value).length > limit) {
    run.fail('maxProperties', `must NOT have more than ${limit} properties`, { allowed: limit });
  }
};

const propertyNames: Keyword = (schema, value, run) => {
  if (!isObject(value) || schema.propertyNames === undefined) return;
  for (const property of Object.keys(value)) {
    if (!run.childHolds(schema.propertyNames, property))
      run.fail('propertyNames', 'property name must be valid', { property });
  }
};

const dependentRequired: Keyword = (schema, value, run) => {
  if (!isObject(value)) return;
  for (const [name, needed] of Object.entries(schema.dependentRequired ?? {})) {
    if (!has(value, name)) continue;
    for (const property of needed) {
      if (has(value, property)) continue;
      run.fail('dependentRequired', `must have property ${property} when property ${name} is present`, { property });
    }
  }
};

const dependentSchemas: Keyword = (schema, value, run) => {
  if (!isObject(value)) return;
  for (const [name, extra] of Object.entries(schema.dependentSchemas ?? {})) {
    if (has(value, name)) run.apply(extra, value, 'dependentSchemas', name);
  }
};

const properties: Keyword = (schema, value, run) => {
  if (!isObject(value) || schema.properties === undefined) return;
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(schema.properties, name) || value[name] === undefined) continue;
    run.evaluated?.names.add(name);
    run.descend(name, schema.properties[name] ?? true, value[name], 'properties', name);
    if (run.done) return;
  }
};

const patternProperties: Keyword = (schema, value, run) => {
  if (!isObject(value)) return;
  for (const [pattern, extra] of Object.entries(schema.patternProperties ?? {})) {
    const expression = regularExpression(pattern);
    for (const name of Object.keys(value)) {
      if (expression?.test(name) !== true) continue;
      run.evaluated?.names.add(name);
      run.descend(name, extra, value[name], 'patternProperties', pattern);
    }
  }
};

/** Is the property spoken for by `properties` or `patternProperties` of this very schema? */
export function isDeclared(schema: SchemaObject, name: string): boolean {
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, name)) return true;
  if (schema.patternProperties === undefined) return false;
  return Object.keys(schema.patternProperties).some((pattern) => regularExpression(pattern)?.test(name) === true);
}

const additionalProperties: Keyword = (schema, value, run) => {
  const rest = schema.additionalProperties;
  if (!isObject(value) || rest === undefined || (rest === true && run.evaluated === undefined)) return;
  for (const name of Object.keys(value)) {
    if (isDeclared(schema, name)) continue;
    run.evaluated?.names.add(name);
    if (rest === false) run.fail('additionalProperties', 'must NOT have additional properties', { property: name });
    else run.descend(name, rest, value[name], 'additionalProperties');
    if (run.done) return;
  }
};

const unevaluatedProperties: Keyword = (schema, value, run) => {
  const rest = schema.unevaluatedProperties;
  if (!isObject(value) || rest === undefined) return;
  for (const name of Object.keys(value)) {
    if (run.evaluated?.names.has(name)) continue;
    run.evaluated?.names.add(name);
    if (rest === false) run.fail('unevaluatedProperties', 'must NOT have unevaluated properties', { property: name });
    else run.descend(name, rest, value[name], 'unevaluatedProperties');
  }
};

export const objectKeywords = {
  required,
  minProperties,
  maxProperties,
  propertyNames,
  dependentRequired,
  properties,
  patternProperties,
  additionalProperties,
  dependentSchemas,
} satisfies Record<string, Keyword>;
/** Run last: they need to know what all the others have looked at. */
export const lateObjectKeywords = { unevaluatedProperties } satisfies Record<string, Keyword>;
