import { equal } from '../equal.ts';
import { isObject } from '../json-schema.ts';
import type { Keyword } from './keyword.ts';

/** Keywords for values of every type. */

export function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'string':
      return typeof value === 'string';
    case 'number':
      return Number.isFinite(value);
    default:
      return type === 'boolean' && typeof value === 'boolean';
  }
}

const type: Keyword = (schema, value, run) => {
  const types = schema.type;
  if (typeof types === 'string') {
    if (!isOfType(value, types)) run.fail('type', `must be ${types}`, { allowed: types });
  } else if (types !== undefined && !types.some((name) => isOfType(value, name))) {
    run.fail('type', `must be ${types.join(',')}`, { allowed: types });
  }
};

const enumeration: Keyword = (schema, value, run) => {
  const items = schema.enum ?? [];
  if (items.includes(value)) return;
  if (typeof value === 'object' && items.some((item) => equal(item, value))) return;
  run.fail('enum', 'must be equal to one of the allowed values', { allowed: items });
};

const constant: Keyword = (schema, value, run) => {
  if (!equal(schema.const, value)) run.fail('const', 'must be equal to constant', { allowed: schema.const });
};

export const anyValueKeywords = { type, enum: enumeration, const: constant } satisfies Record<string, Keyword>;
