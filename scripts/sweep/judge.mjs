/**
 * Says whether a JSON answer is valid against the schema that the document declares for it, with ajv and formats.
 * Shares no code with the engine and never changes an answer.
 */
import { createRequire } from 'node:module';
import { lookUp } from './api-description.mjs';

const require = createRequire(new URL('../../packages/engine/package.json', import.meta.url));
const { Ajv2020 } = require('ajv/dist/2020.js');
const { default: addFormats } = require('ajv-formats');

/** @returns a function from operation and answer to `{verdict, why?}`; verdicts are those of the table. */
export function createJudge(description) {
  const translate = createTranslator(description);
  const strictly = createValidators(translate, true);
  const withoutFormats = createValidators(translate, false);
  return (operation, { status, type, text }) => {
    const media = findMedia(description, operation, status, type);
    if (media.verdict) return media;
    if (!/[/+]json$/.test(essence(type))) return { verdict: 'not json' };
    try {
      const value = JSON.parse(text);
      const violation = strictly(media.schema, value);
      if (violation === undefined) return { verdict: 'valid' };
      const invalid = withoutFormats(media.schema, value);
      return invalid === undefined ? { verdict: 'format', why: violation } : { verdict: 'invalid', why: invalid };
    } catch (error) {
      return { verdict: error instanceof SyntaxError ? 'invalid' : 'unchecked', why: error.message };
    }
  };
}

function createValidators(translate, validateFormats) {
  const options = { strict: false, validateFormats, validateSchema: false, inlineRefs: false, logger: false };
  const ajv = new Ajv2020(options);
  if (validateFormats) addFormats(ajv);
  const validators = new Map();
  const added = new Set();
  return (schema, value) => {
    let validator = validators.get(schema);
    if (validator === undefined) {
      const { translated, definitions } = translate(schema);
      for (const { id, definition } of definitions) if (!added.has(id)) ajv.addSchema(definition, id);
      for (const { id } of definitions) added.add(id);
      validator = ajv.compile(translated);
      validators.set(schema, validator);
    }
    if (validator(value)) return undefined;
    return describe(validator.errors);
  };
}

/** The deepest error says most; that an alternative is not null says nothing. */
function describe(errors) {
  const telling = errors.filter(({ params }) => params.type !== 'null');
  const [first, ...others] = telling.length > 0 ? telling : errors;
  const deepest = others.reduce((a, b) => (b.instancePath.length > a.instancePath.length ? b : a), first);
  return `${deepest.instancePath || '/'} ${deepest.message} ${JSON.stringify(deepest.params)}`.slice(0, 200);
}

function findMedia({ dialect, resolve }, operation, status, type) {
  const declared = [String(status), `${String(status)[0]}XX`, `${String(status)[0]}xx`, 'default'];
  const response = resolve(operation.responses.get(declared.find((key) => operation.responses.has(key)) ?? ''));
  if (response === undefined) return { verdict: 'undeclared', why: `status ${status}` };
  if (dialect === 'oas2')
    return response.schema ? { schema: response.schema } : { verdict: 'unchecked', why: 'no schema' };
  const content = Object.entries(response.content ?? {});
  if (content.length === 0) return { verdict: 'unchecked', why: 'no content declared' };
  const [major] = essence(type).split('/');
  const media = [essence(type), `${major}/*`, '*/*']
    .map((wanted) => content.find(([key]) => essence(key) === wanted)?.[1])
    .find((found) => found !== undefined);
  if (media === undefined) return { verdict: 'undeclared', why: `media type ${type}` };
  const { schema } = resolve(media);
  return schema === undefined ? { verdict: 'unchecked', why: 'no schema' } : { schema };
}

const essence = (type) => type.split(';')[0].trim().toLowerCase();

/** Keywords that hold schemas, by how; what is not listed here or in `plain` says nothing about validity. */
const oneSchema = new Set([
  'items',
  'additionalProperties',
  'not',
  'contains',
  'if',
  'then',
  'else',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
]);
const listOfSchemas = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const mapOfSchemas = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const plain = new Set([
  'const',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'dependentRequired',
]);

/** To plain JSON Schema 2020-12, where a reference becomes the id of a schema of its own. */
function createTranslator({ root, dialect }) {
  const definitions = new Map();
  const define = (reference) => {
    const known = definitions.get(reference);
    if (known) return known.id;
    const entry = { id: `stunt:${definitions.size}`, definition: undefined };
    definitions.set(reference, entry);
    entry.definition = { allOf: [translate(lookUp(root, reference))] };
    return entry.id;
  };
  const translate = (schema) => {
    if (typeof schema !== 'object' || schema === null) return schema ?? {};
    if (typeof schema.$ref !== 'string') return translateBody(schema);
    const { $ref, ...siblings } = schema;
    return { ...(dialect === 'json-schema' && translateBody(siblings)), $ref: define($ref) };
  };
  const translateBody = (schema) => {
    const result = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (oneSchema.has(keyword)) result[keyword] = translate(value);
      else if (listOfSchemas.has(keyword)) result[keyword] = value.map(translate);
      else if (mapOfSchemas.has(keyword)) result[keyword] = mapValues(value, translate);
      else if (plain.has(keyword)) result[keyword] = value;
    }
    Object.assign(result, typeAndEnum(schema), bounds(schema), pattern(schema), required(root, schema));
    const nullable = dialect !== 'json-schema' && (schema.nullable === true || schema['x-nullable'] === true);
    return nullable ? { anyOf: [{ type: 'null' }, result] } : result;
  };
  return (schema) => ({ translated: translate(schema), definitions: [...definitions.values()] });
}

const mapValues = (map, change) => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));

function typeAndEnum({ type, enum: values }) {
  return {
    ...(type !== undefined && type !== 'file' && type !== 'any' && { type }),
    ...(values?.length > 0 && { enum: [...new Map(values.map((value) => [JSON.stringify(value), value])).values()] }),
  };
}

/** Before 3.1 `exclusiveMinimum: true` makes `minimum` exclusive. */
function bounds(schema) {
  const result = {};
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ]) {
    if (typeof schema[exclusive] === 'boolean') result[exclusive] = schema[exclusive] ? schema[bound] : undefined;
  }
  return result;
}

/** A pattern that is no regular expression can be met by nothing and is left out. */
function pattern({ pattern: source }) {
  if (typeof source !== 'string') return {};
  try {
    new RegExp(source, 'u');
    return { pattern: source };
  } catch {
    return {};
  }
}

/** What is write-only is not part of an answer. */
function required(root, { required: names, properties = {} }) {
  if (!Array.isArray(names)) return {};
  const isWriteOnly = (name) => {
    const property = properties[name];
    return (property?.$ref ? lookUp(root, property.$ref) : property)?.writeOnly === true;
  };
  return { required: [...new Set(names)].filter((name) => !isWriteOnly(name)) };
}
