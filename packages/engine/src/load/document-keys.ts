/** Which keys of a description hold what: needed to tell a keyword from a name, and a reference from data that looks like one. */

/** Below these keys lie maps: their keys are names that the author chose, not keywords. */
export const namedMaps: ReadonlySet<string> = new Set([
  'paths',
  'webhooks',
  'x-webhooks',
  'pathItems',
  'callbacks',
  'additionalOperations',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'headers',
  'links',
  'content',
  'mediaTypes',
  'encoding',
  'variables',
  'securitySchemes',
  'securityDefinitions',
  'schemas',
  'definitions',
  '$defs',
  'properties',
  'patternProperties',
  'dependentSchemas',
]);

/** Below these keys lies data of the API; a `$ref` in it is data too. */
export const literals: ReadonlySet<string> = new Set(['example', 'value', 'dataValue', 'default', 'enum', 'const']);

/** Entries of these maps have to be in place: http-spec does not follow a `$ref` there. */
export const inlinedEntries: ReadonlySet<string> = new Set(['content', 'securitySchemes', 'securityDefinitions']);

/** What OpenAPI 3.2 added and no plan covers yet, by key, in words. */
export const novelKeys: ReadonlyMap<string, string> = new Map([
  ['itemSchema', 'itemSchema (media types that are sequences)'],
  ['itemEncoding', 'itemEncoding (multipart bodies of one kind of part)'],
  ['prefixEncoding', 'prefixEncoding (multipart bodies by position)'],
]);

/** Keys of `responses` that a response can be sent under. */
export const responseCode = /^(?:[1-5](?:\d\d|xx)|default)$/i;
