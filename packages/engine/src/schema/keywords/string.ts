import { fullFormats } from 'ajv-formats/dist/formats.js';
import { regularExpression } from '../regular-expression.ts';
import type { Keyword } from './keyword.ts';

/** Keywords for strings, and `format`, which numbers have too. Formats are ajv-formats' own functions: one verdict, whoever asks. */

/** Length in code points. */
export function codePoints(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const high = text.charCodeAt(i);
    const low = text.charCodeAt(i + 1);
    if (high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) {
      length--;
      i++;
    }
  }
  return length;
}

const minLength: Keyword = (schema, value, run) => {
  const limit = schema.minLength;
  if (typeof value !== 'string' || limit === undefined || codePoints(value) >= limit) return;
  run.fail('minLength', `must NOT have fewer than ${limit} characters`, { allowed: limit });
};

const maxLength: Keyword = (schema, value, run) => {
  const limit = schema.maxLength;
  if (typeof value !== 'string' || limit === undefined || value.length <= limit || codePoints(value) <= limit) return;
  run.fail('maxLength', `must NOT have more than ${limit} characters`, { allowed: limit });
};

const pattern: Keyword = (schema, value, run) => {
  if (typeof value !== 'string' || schema.pattern === undefined) return;
  if (regularExpression(schema.pattern)?.test(value) === false) {
    run.fail('pattern', `must match pattern "${schema.pattern}"`, { allowed: schema.pattern });
  }
};

const formats: Readonly<Record<string, unknown>> = fullFormats;

/** Unknown formats hold, as in ajv outside strict mode. */
export function isOfFormat(value: string | number, name: string): boolean {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (typeof format !== 'object' && typeof format !== 'function') return true;
  if (format instanceof RegExp) return typeof value !== 'string' || format.test(value);
  if (typeof format === 'function') return typeof value !== 'string' || format(value) === true;
  if (format === null || !('validate' in format)) return true;
  const { validate } = format;
  const wanted = 'type' in format ? format.type : 'string';
  if (typeof value !== wanted) return true;
  if (validate instanceof RegExp) return validate.test(String(value));
  return typeof validate !== 'function' || validate(value) === true;
}

const format: Keyword = (schema, value, run) => {
  if ((typeof value !== 'string' && typeof value !== 'number') || schema.format === undefined) return;
  if (!isOfFormat(value, schema.format))
    run.fail('format', `must match format "${schema.format}"`, { allowed: schema.format });
};

export const stringKeywords = { minLength, maxLength, pattern, format } satisfies Record<string, Keyword>;
