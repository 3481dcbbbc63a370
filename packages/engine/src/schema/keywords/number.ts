import { MULTIPLE_OF_PRECISION } from '../precision.ts';
import type { Keyword } from './keyword.ts';

/** Keywords for numbers; bounds as ajv reads them. */

type Bound = 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum';

const bound =
  (key: Bound, sign: string, fits: (value: number, limit: number) => boolean): Keyword =>
  (schema, value, run) => {
    const limit = schema[key];
    if (typeof value === 'number' && limit !== undefined && !fits(value, limit))
      run.fail(key, `must be ${sign} ${limit}`, { allowed: limit });
  };

const multipleOf: Keyword = (schema, value, run) => {
  const step = schema.multipleOf;
  if (typeof value === 'number' && step !== undefined && !isMultiple(value, step)) {
    run.fail('multipleOf', `must be multiple of ${step}`, { allowed: step });
  }
};

/** As the compiled validators ask (`multipleOfPrecision`): 19.99 is a multiple of 0.01, as people count. Nothing is one of 0. */
function isMultiple(value: number, step: number): boolean {
  if (step === 0) return false;
  const quotient = value / step;
  return !(Math.abs(Math.round(quotient) - quotient) > 10 ** -MULTIPLE_OF_PRECISION);
}

export const numberKeywords = {
  minimum: bound('minimum', '>=', (value, limit) => value >= limit),
  maximum: bound('maximum', '<=', (value, limit) => value <= limit),
  exclusiveMinimum: bound('exclusiveMinimum', '>', (value, limit) => value > limit),
  exclusiveMaximum: bound('exclusiveMaximum', '<', (value, limit) => value < limit),
  multipleOf,
} satisfies Record<string, Keyword>;
