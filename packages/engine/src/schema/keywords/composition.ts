import { compositionOf } from '../discriminator.ts';
import { isObject, type SchemaObject } from '../json-schema.ts';
import type { Keyword, Run } from './keyword.ts';

/** Keywords that apply further schemas to the same value. */

const ref: Keyword = (schema, value, run) => {
  if (schema.$ref !== undefined) run.follow(schema.$ref, value);
};

const allOf: Keyword = (schema, value, run) => {
  for (const [i, part] of (schema.allOf ?? []).entries()) {
    run.apply(part, value, 'allOf', i);
    if (run.done) return;
  }
};

/** True where a discriminator has decided. */
function isDecided(schema: SchemaObject, value: unknown, run: Run, keyword: 'anyOf' | 'oneOf'): boolean {
  if (schema.discriminator === undefined || compositionOf(schema) !== keyword) return false;
  const found = run.discriminate(schema, value);
  if (found === undefined) return false;
  if (found.kind === 'branch') run.apply(found.schema, value, keyword, found.index);
  else if (isObject(value))
    run.descend(found.property, { enum: found.allowed }, value[found.property], 'discriminator');
  return true;
}

const anyOf: Keyword = (schema, value, run) => {
  if (isDecided(schema, value, run, 'anyOf')) return;
  // Where somebody counts what was evaluated, every branch that fits has a say.
  const branches = schema.anyOf ?? [];
  const fits =
    run.evaluated === undefined
      ? branches.some((branch) => run.holds(branch, value))
      : branches.filter((branch) => run.holds(branch, value)).length > 0;
  if (!fits) run.fail('anyOf', 'must match a schema in anyOf');
};

const oneOf: Keyword = (schema, value, run) => {
  if (isDecided(schema, value, run, 'oneOf') && !run.strict) return;
  let fitting = 0;
  for (const branch of schema.oneOf ?? []) {
    if (run.holds(branch, value)) fitting++;
    if (fitting > 1) break;
  }
  if (fitting !== 1) run.fail('oneOf', 'must match exactly one schema in oneOf');
};

const not: Keyword = (schema, value, run) => {
  if (schema.not !== undefined && run.childHolds(schema.not, value)) run.fail('not', 'must NOT be valid');
};

const conditional: Keyword = (schema, value, run) => {
  if (schema.if === undefined) return;
  const key = run.holds(schema.if, value) ? 'then' : 'else';
  const consequence = schema[key];
  if (consequence === undefined) return;
  run.apply(consequence, value, key);
};

export const compositionKeywords = { $ref: ref, allOf, anyOf, oneOf, not, if: conditional } satisfies Record<
  string,
  Keyword
>;
