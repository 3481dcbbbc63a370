import type { SchemaObject } from '../json-schema.ts';
import { anyValueKeywords } from './any-value.ts';
import { arrayKeywords, lateArrayKeywords } from './array.ts';
import { compositionKeywords } from './composition.ts';
import type { Keyword } from './keyword.ts';
import { numberKeywords } from './number.ts';
import { lateObjectKeywords, objectKeywords } from './object.ts';
import { stringKeywords } from './string.ts';

/** Every keyword, in the order in which violations are reported. */
const KEYWORDS: readonly (readonly [string, Keyword])[] = Object.entries({
  ...anyValueKeywords,
  ...numberKeywords,
  ...stringKeywords,
  ...arrayKeywords,
  ...objectKeywords,
  ...compositionKeywords,
  ...lateArrayKeywords,
  ...lateObjectKeywords,
});

const plans = new WeakMap<SchemaObject, readonly Keyword[]>();

/** The keywords that a schema has; picked once. */
export function planOf(schema: SchemaObject): readonly Keyword[] {
  const known = plans.get(schema);
  if (known !== undefined) return known;
  const plan = KEYWORDS.filter(([name]) => name in schema).map(([, keyword]) => keyword);
  plans.set(schema, plan);
  return plan;
}
