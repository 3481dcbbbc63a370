import { faultKinds } from './catalogue.ts';
import type { FaultKind } from './fault-kind.ts';
import type { OptionSpec } from './option-spec.ts';
import { specsOf } from './parse-options.ts';

/**
 * The options of the kinds as JSON Schema (2020-12), for the control API's description and for scenario files. Describes the form
 * that JSON and YAML have; `parseOptions` takes the words of a command line too, and has the last word.
 */
export type JsonSchemaObject = Readonly<Record<string, unknown>>;

const DURATION = '^\\d+(\\.\\d+)?(ms|s|m|h|d)$';

export const optionSchema = (kind: Pick<FaultKind<unknown>, 'options'>): JsonSchemaObject =>
  objectSchema(specsOf(kind));

/** Of each kind in the catalogue, by its name. */
export const optionSchemas = (kinds = faultKinds): Readonly<Record<string, JsonSchemaObject>> =>
  Object.fromEntries(kinds.map((kind) => [kind.kind, optionSchema(kind)]));

/** A schema for `{kind, options}` with the right options for each kind, to be put into the schema of a rule by `allOf`. */
export function kindSchema(kinds = faultKinds): JsonSchemaObject {
  return {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: kinds.map(({ kind }) => kind) }, options: { type: 'object' } },
    allOf: kinds.map((kind) => ({
      if: { properties: { kind: { const: kind.kind } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { properties: { options: optionSchema(kind) } },
    })),
  };
}

function objectSchema(specs: Readonly<Record<string, OptionSpec>>): JsonSchemaObject {
  const required = Object.keys(specs).filter((name) => specs[name]?.required);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, fieldSchema(spec)])),
  };
}

function fieldSchema(spec: OptionSpec): JsonSchemaObject {
  const fallback = spec.default === undefined ? {} : { default: spec.default };
  return { ...valueSchema(spec), description: spec.description, ...fallback };
}

function valueSchema(spec: OptionSpec): JsonSchemaObject {
  const bounds = {
    ...(spec.min === undefined ? {} : { minimum: spec.min }),
    ...(spec.max === undefined ? {} : { maximum: spec.max }),
  };
  switch (spec.type) {
    case 'duration':
      return { type: 'string', pattern: DURATION };
    case 'integer':
    case 'number':
      return { type: spec.type, ...bounds };
    case 'fraction':
      return { type: 'number', minimum: 0, maximum: 1, ...bounds };
    case 'boolean':
      return { type: 'boolean' };
    case 'word':
      return { type: 'string', enum: spec.values ?? [] };
    case 'integers':
      return { type: 'array', minItems: 1, items: { type: 'integer', ...bounds } };
    case 'text':
      return anyOf('string', 'integer');
    case 'file':
      return { type: 'string', minLength: 1 };
    case 'headers':
      return { type: 'object', additionalProperties: anyOf('string', 'number', 'array') };
    case 'json':
      return {};
    case 'object':
      return objectSchema(spec.fields ?? {});
  }
}

/** Spelled out, since strict readers of schemas refuse a list of types. */
const anyOf = (...types: readonly string[]): JsonSchemaObject => ({ anyOf: types.map((type) => ({ type })) });
