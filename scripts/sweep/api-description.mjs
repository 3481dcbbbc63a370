/**
 * Reads an OpenAPI document the plain way, for asking and judging: its operations with what they take and answer, and
 * local references. Shares no code with the engine, since it is what the engine is judged by. Never follows a file.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { load, JSON_SCHEMA } = createRequire(new URL('../../packages/engine/package.json', import.meta.url))('js-yaml');

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export function readDescription(file) {
  const text = readFileSync(file, 'utf8');
  const root = file.endsWith('.json') ? JSON.parse(text) : load(text, { schema: JSON_SCHEMA });
  const version = String(root.openapi ?? root.swagger);
  const dialect = version.startsWith('2') ? 'oas2' : version.startsWith('3.0') ? 'oas3.0' : 'json-schema';
  const resolve = (value) => resolveReference(root, value);
  const operations = [];
  for (const [path, rawItem] of Object.entries(root.paths ?? {})) {
    const item = resolve(rawItem);
    for (const method of methods) {
      if (item?.[method]) operations.push(readOperation({ root, dialect, resolve }, path, method, item));
    }
  }
  return { root, version, dialect, resolve, operations };
}

/** What may lie behind references is read when it is asked for: a document in several files can at least be listed. */
function readOperation({ root, dialect, resolve }, path, method, item) {
  const raw = resolve(item[method]);
  const allParameters = () => {
    const named = [...(item.parameters ?? []), ...(raw.parameters ?? [])]
      .map(resolve)
      .map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]);
    return [...new Map(named).values()];
  };
  return {
    method: method.toUpperCase(),
    path,
    parameters: () => allParameters().filter((one) => one.in !== 'body' && one.in !== 'formData'),
    body: () => (dialect === 'oas2' ? bodyOfSwagger(root, raw, allParameters()) : bodyOf(resolve(raw.requestBody))),
    /** By status, possibly behind a reference. */
    responses: new Map(Object.entries(raw.responses ?? {})),
    security: raw.security ?? root.security ?? [],
  };
}

function bodyOf(requestBody) {
  return requestBody && { required: requestBody.required === true, content: requestBody.content ?? {} };
}

/** Swagger 2.0 has a body parameter, or form parameters that together are an object. */
function bodyOfSwagger(root, raw, parameters) {
  const consumes = raw.consumes ?? root.consumes ?? ['application/json'];
  const body = parameters.find((one) => one.in === 'body');
  if (body) return { required: body.required === true, content: { [consumes[0]]: { schema: body.schema ?? {} } } };
  const fields = parameters.filter((one) => one.in === 'formData');
  if (fields.length === 0) return undefined;
  const type = consumes.find((one) => /form/.test(one)) ?? 'application/x-www-form-urlencoded';
  const required = fields.filter((one) => one.required).map((one) => one.name);
  const properties = Object.fromEntries(fields.map((one) => [one.name, parameterSchema(one)]));
  return { required: required.length > 0, content: { [type]: { schema: { type: 'object', required, properties } } } };
}

/** The schema of a parameter; in Swagger 2.0 the parameter is its own schema. */
export function parameterSchema(parameter) {
  if (parameter.schema) return parameter.schema;
  if (parameter.content) return Object.values(parameter.content)[0]?.schema ?? {};
  const { in: _in, name: _name, required: _required, description: _description, ...schema } = parameter;
  return schema;
}

function resolveReference(root, value) {
  let current = value;
  for (let steps = 0; typeof current?.$ref === 'string'; steps += 1) {
    if (steps > 50) throw new Error(`$ref leads in a circle: ${value.$ref}`);
    current = lookUp(root, current.$ref);
  }
  return current;
}

/** What a local reference names. */
export function lookUp(root, reference) {
  if (!reference.startsWith('#')) throw new Error(`$ref into another document: ${reference}`);
  let current = root;
  for (const step of reference.split('/').slice(1)) {
    current = current?.[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  if (current === undefined) throw new Error(`$ref leads nowhere: ${reference}`);
  return current;
}
