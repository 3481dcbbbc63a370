import type { Json, JsonObject } from '../pact/pact.ts';
import { credentialsOf } from './credentials.ts';
import { type Making, schemaOf, shownIn, textOf } from './making.ts';
import { byRegex, ruleJson, textRegexOf } from './matcher.ts';
import { bodyOf } from './request-body.ts';
import { headersOf, queryOf } from './request-parameters.ts';
import { decoded, escapedPath, filled, pathRegex, unanchored } from './request-path.ts';
import { partsOf } from './schema-parts.ts';

export interface RequestPart {
  readonly json: JsonObject;
  /** What tells it from others of the operation, in words: `status=draft`. */
  readonly features: readonly string[];
  readonly shape: string;
  /** Path parameters with their stand-ins, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** With what was sent, to be recognised elsewhere. */
  readonly body: { readonly sent: Json; readonly shown: Json } | undefined;
  /** Bytes that stand for those that were sent, in base64. */
  readonly bytes: string | undefined;
  /** What the item's ETag has to be for it. */
  readonly etag: string | undefined;
  /** Undefined where the request showed no credential. */
  readonly scopes: readonly string[] | undefined;
}

/**
 * The request half of an interaction: what the consumer sent, in so far as the document knows it, with stand-ins for its values. What
 * the document does not declare is no part of a contract, and is left out.
 */
export function requestPart(making: Making, path: string, sentParams: Readonly<Record<string, string>>): RequestPart {
  const { operation, exchange } = making;
  const { request } = operation.model();
  const params: Record<string, string> = {};
  const patterns: Record<string, string> = {};
  for (const [name, sent] of Object.entries(sentParams)) {
    const declared = request?.path?.find((each) => each.name === name);
    const schema = schemaOf(making, declared?.schema);
    const at = { place: `path ${name}`, name, examples: shownIn(declared?.examples) };
    params[name] = textOf(making, decoded(sent), schema, at);
    patterns[name] = unanchored(textRegexOf(partsOf(making.requestSchemas, schema, params[name])));
  }
  const credentials = credentialsOf(operation, exchange);
  const query = queryOf(making);
  const headers = headersOf(making);
  const body = bodyOf(making);
  const prefix = path.slice(0, path.length - filled(operation.template, sentParams).length);
  const queryValues = { ...query.values, ...mapValues(credentials.query, (value) => [value]) };
  const headerValues = {
    ...mapValues(credentials.headers, (value) => [value]),
    ...headers.values,
    ...(body && { 'Content-Type': [body.contentType] }),
  };
  const rules: JsonObject = {
    ...(Object.keys(params).length > 0 && {
      path: ruleJson(byRegex(`^${escapedPath(prefix)}${pathRegex(operation.template, patterns)}$`)),
    }),
    query: mapValues({ ...query.rules, ...credentials.queryRules }, ruleJson),
    header: mapValues({ ...headers.rules, ...credentials.headerRules }, ruleJson),
    ...(body && { body: mapValues(body.rules, ruleJson) }),
  };
  return {
    json: {
      method: operation.method,
      path: prefix + filled(operation.template, mapValues(params, encodeURIComponent)),
      ...(Object.keys(queryValues).length > 0 && { query: queryValues }),
      ...(Object.keys(headerValues).length > 0 && { headers: headerValues }),
      ...(body && { body: body.json }),
      matchingRules: rules,
    },
    features: [...query.features, ...(body?.features ?? [])],
    shape: [
      ...query.features,
      ...Object.keys(headerValues).toSorted(),
      ...Object.keys(credentials.query),
      body?.shape ?? '',
    ].join(' '),
    params,
    body: body?.json.content === undefined ? undefined : body.both,
    bytes: body?.bytes,
    etag: headers.etag,
    scopes: credentials.scopes,
  };
}

function mapValues<T, U>(given: Readonly<Record<string, T>>, make: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, make(value)]));
}
