import type { Responded } from '../../respond/responder.ts';
import { check } from '../../schema/check.ts';
import { equal } from '../../schema/equal.ts';
import { fromSchema } from '../../schema/explain-violations.ts';
import type { JsonObject } from '../../schema/json-schema.ts';
import type { SchemaViolation } from '../../schema/violation.ts';
import type { ItemStore } from '../item-store.ts';

export interface ChangedItem {
  readonly item: JsonObject;
  readonly current: JsonObject;
  /** Members whose values the document lets this request send; what it says nothing of is judged by what the item is read by. */
  isDeclared(member: string): boolean;
  /** The nearest item that is valid; undefined where there is none. */
  fitted(item: JsonObject): JsonObject | undefined;
}

/**
 * What a client wrote is stored as it is, or refused; nothing is made up in its place. Members that the document lets a request
 * send and no answer show (an answer's schema is narrower than a request's) stay as they were. What was wrong before the change is left to be mended.
 */
export function refuseChange(
  { state: { context }, schema }: ItemStore,
  { item, current, isDeclared, fitted }: ChangedItem,
): { readonly kind: 'taken'; readonly item: JsonObject } | (Responded & { readonly kind: 'refused' }) {
  const schemas = context.responseSchemas;
  const violations = schema === undefined ? [] : check(schemas, schema, item);
  if (violations.length === 0) return { kind: 'taken', item };
  const flaws = violations.filter((violation) => {
    const member = memberOf(violation);
    if (SURPLUS.has(violation.code)) return false;
    return member === undefined ? check(schemas, schema, current).length === 0 : isOther(item, current, member);
  });
  const wrong = flaws.filter((violation) => {
    const member = memberOf(violation);
    return member === undefined || !isDeclared(member);
  });
  if (wrong.length > 0)
    return { kind: 'refused', refusal: { code: 'REQUEST_INVALID', violations: fromSchema('body', [], item, wrong) } };
  const own = flaws.filter(({ path }) => path.length === 1);
  const mended = own.length === 0 ? undefined : fitted(item);
  const back: Record<string, unknown> = { ...item };
  for (const {
    path: [member = ''],
  } of own) {
    // A number that answers write as a text is the same to both sides.
    if (isScalar(item[member]) && String(mended?.[member]) === String(item[member])) continue;
    if (Object.hasOwn(current, member)) back[member] = current[member];
    else delete back[member];
  }
  return { kind: 'taken', item: back };
}

/** What may not be there is left out by whoever makes the item valid; nothing is made up for it. */
const SURPLUS = new Set(['additionalProperties', 'unevaluatedProperties']);

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** The member of the item that it is about; undefined where it is about the item as a whole. */
const memberOf = ({ path, property }: SchemaViolation): string | undefined => path[0] ?? property;

const isOther = (item: JsonObject, current: JsonObject, member: string): boolean =>
  Object.hasOwn(item, member) !== Object.hasOwn(current, member) || !equal(item[member], current[member]);
