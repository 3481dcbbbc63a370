import { firstTwins, twinsMessage } from '../twins.ts';
import type { Keyword } from './keyword.ts';

/** Keywords for arrays. */

const minItems: Keyword = (schema, value, run) => {
  const limit = schema.minItems;
  if (Array.isArray(value) && limit !== undefined && value.length < limit) {
    run.fail('minItems', `must NOT have fewer than ${limit} items`, { allowed: limit });
  }
};

const maxItems: Keyword = (schema, value, run) => {
  const limit = schema.maxItems;
  if (Array.isArray(value) && limit !== undefined && value.length > limit) {
    run.fail('maxItems', `must NOT have more than ${limit} items`, { allowed: limit });
  }
};

const uniqueItems: Keyword = (schema, value, run) => {
  if (!Array.isArray(value) || schema.uniqueItems !== true) return;
  const twins = firstTwins(value);
  if (twins !== undefined) run.fail('uniqueItems', twinsMessage(twins));
};

const prefixItems: Keyword = (schema, value, run) => {
  if (!Array.isArray(value)) return;
  for (const [i, item] of (schema.prefixItems ?? []).entries()) {
    if (i >= value.length) return;
    run.evaluated?.indices.add(i);
    run.descend(i, item, value[i], 'prefixItems', i);
    if (run.done) return;
  }
};

const items: Keyword = (schema, value, run) => {
  if (!Array.isArray(value) || schema.items === undefined) return;
  const from = schema.prefixItems?.length ?? 0;
  if (schema.items === false) {
    if (value.length > from) run.fail('items', `must NOT have more than ${from} items`, { allowed: from });
    return;
  }
  for (let i = from; i < value.length; i++) {
    run.evaluated?.indices.add(i);
    run.descend(i, schema.items, value[i], 'items');
    if (run.done) return;
  }
};

const contains: Keyword = (schema, value, run) => {
  const wanted = schema.contains;
  if (!Array.isArray(value) || wanted === undefined) return;
  const { minContains = 1, maxContains } = schema;
  let found = 0;
  for (const [i, item] of value.entries()) {
    if (!run.childHolds(wanted, item)) continue;
    found++;
    run.evaluated?.indices.add(i);
  }
  if (found >= minContains && (maxContains === undefined || found <= maxContains)) return;
  const most = maxContains === undefined ? '' : ` and no more than ${maxContains}`;
  run.fail('contains', `must contain at least ${minContains}${most} valid item(s)`, { allowed: minContains });
};

const unevaluatedItems: Keyword = (schema, value, run) => {
  const rest = schema.unevaluatedItems;
  if (!Array.isArray(value) || rest === undefined) return;
  for (const [i, item] of value.entries()) {
    if (run.evaluated?.indices.has(i)) continue;
    run.evaluated?.indices.add(i);
    if (rest === false) return run.fail('unevaluatedItems', `must NOT have more than ${i} items`, { allowed: i });
    run.descend(i, rest, item, 'unevaluatedItems');
  }
};

export const arrayKeywords = { minItems, maxItems, uniqueItems, prefixItems, items, contains } satisfies Record<
  string,
  Keyword
>;
/** Run last: they need to know what all the others have looked at. */
export const lateArrayKeywords = { unevaluatedItems } satisfies Record<string, Keyword>;
