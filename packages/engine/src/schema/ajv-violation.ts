import type { ErrorObject } from 'ajv/dist/2020.js';
import { pointerTokens } from './pointer.ts';
import type { SchemaViolation } from './violation.ts';

/** Where ajv names what is allowed, by keyword. */
const ALLOWED: Readonly<Record<string, string>> = {
  type: 'type',
  enum: 'allowedValues',
  const: 'allowedValue',
  pattern: 'pattern',
  format: 'format',
  multipleOf: 'multipleOf',
  minimum: 'limit',
  maximum: 'limit',
  exclusiveMinimum: 'limit',
  exclusiveMaximum: 'limit',
  minLength: 'limit',
  maxLength: 'limit',
  minItems: 'limit',
  maxItems: 'limit',
  minProperties: 'limit',
  maxProperties: 'limit',
  contains: 'minContains',
  items: 'limit',
  unevaluatedItems: 'allowed',
};

const PROPERTY: Readonly<Record<string, string>> = {
  required: 'missingProperty',
  dependentRequired: 'missingProperty',
  additionalProperties: 'additionalProperty',
  propertyNames: 'propertyName',
  unevaluatedProperties: 'property',
};

/** An error of ajv in our own shape. */
export function violationOf(error: ErrorObject): SchemaViolation {
  const params: Readonly<Record<string, unknown>> = error.params;
  const allowed = params[ALLOWED[error.keyword] ?? ''];
  const property = params[PROPERTY[error.keyword] ?? ''];
  return {
    path: error.instancePath === '' ? [] : pointerTokens(error.instancePath),
    schemaPath: typeof params.at === 'string' ? params.at : error.schemaPath,
    code: error.keyword,
    message: error.message ?? 'is invalid',
    ...(allowed === undefined ? {} : { allowed }),
    ...(typeof property === 'string' ? { property } : {}),
  };
}
