import { isObject, type JsonObject } from '../../schema/json-schema.ts';

/** A list inside an item, with what tells of its pages beside it: `sources: { data: […], has_more: false, url: … }`. Never changes one. */
export interface PageLike {
  /** The member that holds the items. */
  readonly list: string;
  readonly items: readonly unknown[];
  with(items: readonly unknown[]): JsonObject;
}

const MORE = /^has_?more$/i;
const TOTAL = /^total(_?count)?$/i;

/** Undefined where it is none: it takes one array and a word for more, or for how many. */
export function pageLike(value: unknown): PageLike | undefined {
  if (!isObject(value)) return undefined;
  const names = Object.keys(value);
  const [list, ...others] = names.filter((name) => Array.isArray(value[name]) && name !== 'order');
  const items = list === undefined ? undefined : value[list];
  const tells = names.some((name) => typeof value[name] === (MORE.test(name) ? 'boolean' : 'number') && isWord(name));
  if (list === undefined || others.length > 0 || !Array.isArray(items) || !tells) return undefined;
  return {
    list,
    items,
    with: (own) => ({
      ...Object.fromEntries(
        Object.entries(value).map(([name, before]) => [
          name,
          MORE.test(name) ? false : TOTAL.test(name) ? own.length : before,
        ]),
      ),
      [list]: own,
    }),
  };
}

const isWord = (name: string): boolean => MORE.test(name) || TOTAL.test(name);
