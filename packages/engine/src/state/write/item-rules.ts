import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import { isTag, nextTag } from '../etag.ts';
import type { PropertyFacts } from '../resource.ts';
import { compileNewValue, compileShifted, firstStatus, isTime, type NewValue, timeAs } from './new-value.ts';
import { pageLike } from './page-like.ts';

/**
 * What becomes of each property of an item when it is written: what was sent stays, what the server sets is set, what no answer
 * shows is not kept. Compiled once for an operation; never asks whether the outcome is valid.
 */
export interface ItemRules {
  created(written: JsonObject, setting: Setting): JsonObject;
  /** What was not sent goes, where the client could have sent it. */
  replaced(written: JsonObject, current: JsonObject, now: number): JsonObject;
  /** What was changed already, with what the server sets, and without what only it may set. */
  patched(changed: JsonObject, current: JsonObject, now: number): JsonObject;
}

export interface Setting {
  readonly id: unknown;
  readonly now: number;
  /** What the document shows of a new item. */
  readonly base: JsonObject;
  /** Of a member: it is the document's own example, whose values mean something; else made up. */
  isExample(name: string): boolean;
}

export function compileItemRules(
  properties: ReadonlyMap<string, PropertyFacts>,
  writable: ReadonlyMap<string, PropertyFacts>,
  idField: string | undefined,
): ItemRules {
  const rules = [...properties.values()].map((property) => ruleOf(property, writable, idField));
  // What the document lets a request send and knows no answer to show: a password, say.
  const unshown = properties.size === 0 ? [] : [...writable.keys()].filter((name) => !properties.has(name));
  const isExtra = (name: string): boolean => !properties.has(name) && !unshown.includes(name) && name !== '__proto__';
  const undeclared = (written: JsonObject, item: Record<string, unknown>): JsonObject => {
    for (const name of Object.keys(written)) if (isExtra(name)) item[name] = written[name];
    return item;
  };
  return {
    created(written, setting) {
      const item: Record<string, unknown> = {};
      for (const rule of rules) {
        const value = createdValue(rule, written, setting);
        if (value !== undefined) item[rule.name] = value;
      }
      return undeclared(written, item);
    },
    replaced(written, current, now) {
      const item: Record<string, unknown> = {};
      for (const rule of rules) {
        const before = current[rule.name];
        const value = isSent(rule, written)
          ? written[rule.name]
          : rule.kind === 'written'
            ? unsent(rule, before)
            : kept(rule, before, now);
        if (value !== undefined) item[rule.name] = value;
      }
      return undeclared(written, item);
    },
    patched(changed, current, now) {
      const item: Record<string, unknown> = { ...changed };
      for (const name of unshown) delete item[name];
      for (const rule of rules) {
        if (rule.kind === 'written' || rule.kind === 'free') continue;
        const value = kept(rule, current[rule.name], now);
        if (value === undefined) delete item[rule.name];
        else item[rule.name] = value;
      }
      return item;
    },
  };
}

interface Rule {
  readonly name: string;
  /** `free`: nothing says whether the client may send it. */
  readonly kind: 'id' | 'written' | 'free' | 'created' | 'updated' | 'status' | 'tag' | 'set';
  readonly property: PropertyFacts;
  readonly nullable: boolean;
  /** Of a new item, where nothing was sent: of the document's example, and of what it makes up. */
  readonly ofExample: NewValue;
  readonly ofNew: NewValue;
  /** Of the values of a status the one that a new item has. */
  readonly first: unknown;
}

function ruleOf(
  property: PropertyFacts,
  writable: ReadonlyMap<string, PropertyFacts>,
  idField: string | undefined,
): Rule {
  const { name, types, readOnly } = property;
  const rule = {
    ...{ name, property, nullable: types.has('null') },
    ofExample: compileShifted(property),
    ofNew: compileNewValue(property),
    first: firstStatus(property.enum ?? []),
  };
  if (name === idField) return { ...rule, kind: 'id' };
  if (writable.has(name) && !readOnly) return { ...rule, kind: 'written' };
  if (isTime(property) && /creat|insert|^(timestamp|date)$/i.test(name)) return { ...rule, kind: 'created' };
  if (isTime(property) && /updat|modif|chang/i.test(name)) return { ...rule, kind: 'updated' };
  if (STATUS.test(name) && property.enum !== undefined) return { ...rule, kind: 'status' };
  if (isTag(name)) return { ...rule, kind: 'tag' };
  return { ...rule, kind: readOnly || writable.size > 0 ? 'set' : 'free' };
}

/** `status`, `item_status`, `paymentState`. */
const STATUS = /^(.*[_-])?(status|state)$|[a-z](Status|State)$/;

const isSent = ({ name, kind }: Rule, written: JsonObject): boolean =>
  (kind === 'written' || kind === 'free') && Object.hasOwn(written, name);

function createdValue(rule: Rule, written: JsonObject, setting: Setting): unknown {
  if (isSent(rule, written)) return written[rule.name];
  const { property, name } = rule;
  if (rule.kind === 'id') return setting.id;
  // What may be left out is left out, whatever the document shows.
  if (rule.kind === 'written' && !property.required && property.default === undefined) return undefined;
  const { id, now, base } = setting;
  const shown = base[name];
  const isExample = setting.isExample(name);
  switch (rule.kind) {
    case 'written':
      return unsent(rule, (isExample ? rule.ofExample : rule.ofNew)({ shown, base, now }));
    case 'created':
    case 'updated':
      return timeAs(property, shown, now);
    case 'status':
      return (isExample ? shown : undefined) ?? property.default ?? rule.first;
    default:
      // A second number of its own, where the path names the item by another: an issue has a `number` and an `id`.
      if (name === 'id' && typeof id === 'number' && typeof shown === 'number') return shown + id;
      if (!isExample) return rule.ofNew({ shown, base, now });
      if (shown === undefined) return property.required ? property.default : undefined;
      return rule.ofExample({ shown, base, now });
  }
}

/** A property that the client left out. */
function unsent({ property, nullable }: Rule, before: unknown): unknown {
  if (property.default !== undefined) return property.required || before !== undefined ? property.default : undefined;
  if (!property.required) return undefined;
  if (nullable) return null;
  const page = pageLike(before);
  if (page !== undefined) return page.with([]);
  const [type] = property.types.size === 1 ? property.types : [];
  return type === 'array' ? [] : type === 'object' && property.isMap ? {} : before;
}

const kept = ({ kind, property }: Rule, before: unknown, now: number): unknown =>
  kind === 'updated' ? timeAs(property, before, now) : kind === 'tag' ? nextTag(before) : before;

/** What was written of an item: the body, or what is in its envelope. Undefined where the body is no object. */
export function writtenOf(body: unknown, envelope: string | undefined): JsonObject | undefined {
  if (body === undefined) return {};
  if (!isObject(body) || body instanceof Uint8Array) return undefined;
  const names = Object.keys(body);
  const inner = envelope !== undefined && names.length === 1 ? body[envelope] : undefined;
  return isObject(inner) ? inner : body;
}
