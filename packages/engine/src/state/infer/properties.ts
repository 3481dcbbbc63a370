import type { IHttpOperationResponse, IMediaTypeContent } from '@stoplight/types';
import type { Operation } from '../../operation.ts';
import { schemaOf } from '../../respond/body-source.ts';
import { usualResponse } from '../../respond/choose-response.ts';
import { isJson } from '../../respond/serialise.ts';
import type { JsonSchema, SchemaObject } from '../../schema/json-schema.ts';
import type { Schemas } from '../../schema/schemas.ts';
import type { PropertyFacts } from '../resource.ts';

/** What a schema says of the properties of an object, through `$ref`, `allOf` and alternatives. Reads schemas, never a value. */
export function propertiesOf(schemas: Schemas, schema: JsonSchema): Map<string, PropertyFacts> {
  const found = new Map<string, JsonSchema[]>();
  const required = new Set<string>();
  for (const { part, sure } of partsOf(schemas, schema)) {
    for (const [name, property] of Object.entries(part.properties ?? {}))
      found.set(name, [...(found.get(name) ?? []), property]);
    if (sure) for (const name of part.required ?? []) required.add(name);
  }
  return new Map([...found].map(([name, given]) => [name, factsOf(schemas, name, given, required.has(name))]));
}

/** The schemas of one property, for those who look deeper. */
export function propertySchemas(schemas: Schemas, schema: JsonSchema, name: string): JsonSchema[] {
  return partsOf(schemas, schema).flatMap(({ part }) => {
    const property = part.properties?.[name];
    return property === undefined ? [] : [property];
  });
}

/** The schema itself behind its `$ref`s: two that are the same object describe the same thing. */
export function targetOf(schemas: Schemas, schema: JsonSchema): JsonSchema {
  let current = schema;
  for (let hops = 0; hops < 20 && typeof current === 'object' && current.$ref !== undefined; hops++) {
    const next = schemas.resolve(current.$ref);
    if (next === undefined) break;
    current = next;
  }
  return current;
}

/** Undefined where no part of the schema says what the items are. */
export const itemsOf = (schemas: Schemas, schema: JsonSchema): JsonSchema | undefined =>
  partsOf(schemas, schema).find(({ part }) => typesOf(part).has('array') || part.items !== undefined)?.part.items;

export interface SuccessBody {
  readonly response: IHttpOperationResponse;
  readonly content: IMediaTypeContent;
  readonly schema: JsonSchema;
}

/** The JSON content of the success response; undefined where there is none with a schema. */
export function successBody(operation: Operation | undefined, schemas: Schemas): SuccessBody | undefined {
  const response = operation && usualResponse(operation.model().responses)?.response;
  const content = response?.contents?.find(({ mediaType }) => isJson(mediaType) || mediaType === '*/*');
  const schema = content && schemaOf(content, schemas);
  return response && content && schema !== undefined ? { response, content, schema } : undefined;
}

interface SchemaPart {
  readonly part: SchemaObject;
  /** Holds for each value, not for some alternative only. */
  readonly sure: boolean;
}

function partsOf(schemas: Schemas, schema: JsonSchema): SchemaPart[] {
  const found = new Map<SchemaObject, SchemaPart>();
  const visit = (given: JsonSchema, sure: boolean): void => {
    if (typeof given === 'boolean' || found.has(given)) return;
    found.set(given, { part: given, sure });
    if (given.$ref !== undefined) visit(schemas.resolve(given.$ref) ?? true, sure);
    for (const each of given.allOf ?? []) visit(each, sure);
    for (const each of [...(given.oneOf ?? []), ...(given.anyOf ?? [])]) visit(each, false);
  };
  visit(schema, true);
  return [...found.values()];
}

const typesOf = ({ type }: SchemaObject): Set<string> =>
  new Set(type === undefined ? [] : typeof type === 'string' ? [type] : type);

function factsOf(schemas: Schemas, name: string, given: readonly JsonSchema[], required: boolean): PropertyFacts {
  const parts = given.flatMap((schema) => partsOf(schemas, schema).map(({ part }) => part));
  const first = <T>(pick: (part: SchemaObject) => T | undefined): T | undefined => {
    for (const part of parts) {
      const value = pick(part);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return {
    name,
    required,
    types: new Set(parts.flatMap((part) => [...typesOf(part)])),
    format: first((part) => part.format),
    pattern: first((part) => part.pattern),
    readOnly: parts.some((part) => part.readOnly === true),
    default: first((part) => part.default),
    enum: first((part) => part.enum),
    examples: first((part) => part.examples) ?? [],
    isMap: parts.every((part) => part.properties === undefined && part.required === undefined),
  };
}
