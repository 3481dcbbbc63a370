import type { Operation } from '@stuntdouble/engine';

/** Ids that answers have shown, so that items are asked for that exist. Remembers where they were found; asks nobody. */
export interface KnownIds {
  /** Takes the ids out of a list, or of an item that was made, at this path. */
  learn(target: string, body: unknown): void;
  /** Values for the parameters of a template, as far as lists have shown some; what is not there is unknown. */
  valuesFor(operation: Operation): Record<string, unknown>;
}

/** Items of a list that are remembered. */
const MOST = 20;

export function createKnownIds(): KnownIds {
  const items = new Map<string, Readonly<Record<string, unknown>>[]>();
  return {
    learn(target, body) {
      const [path = ''] = target.split('?');
      const found = itemsIn(body).slice(0, MOST);
      if (found.length > 0) items.set(trimmed(path), found);
    },
    valuesFor({ template }) {
      const values: Record<string, unknown> = {};
      let concrete = '';
      for (const segment of template
        .split(/\{?[?#]/)[0]
        ?.split('/')
        .slice(1) ?? []) {
        const [, name] = /^\{([^{}]+)\}$/.exec(segment) ?? [];
        if (name === undefined) {
          concrete += `/${segment}`;
          continue;
        }
        const [value] = (items.get(concrete) ?? []).flatMap((item) => idOf(item, name, concrete));
        if (value === undefined) return values;
        values[name] = value;
        concrete += `/${encodeURIComponent(String(value))}`;
      }
      return values;
    },
  };
}

const trimmed = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path);

/** A list, the one list of an object (`{items: […], next: …}`), or an item by itself. */
function itemsIn(body: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(body)) return body.filter(isItem);
  if (!isItem(body)) return [];
  const [list] = Object.values(body).filter((value) => Array.isArray(value) && value.some(isItem));
  return Array.isArray(list) ? list.filter(isItem) : [body];
}

function isItem(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `order_id` is the `order_id` of an item, else its `id`, else what a list of orders has of that name. */
function idOf(item: Readonly<Record<string, unknown>>, name: string, collection: string): (string | number)[] {
  const noun = collection.split('/').at(-1)?.replace(/s$/, '') ?? '';
  const bare = name.replace(new RegExp(`^${noun.replaceAll(/[^\w]/g, '.')}[_-]?`, 'i'), '');
  const names = [name, bare, lowerFirst(bare), 'id', 'uuid', 'key', 'code', 'slug', 'name'];
  const key = names.find(
    (candidate) => ['string', 'number'].includes(typeof item[candidate]) && item[candidate] !== '',
  );
  const value = key === undefined ? undefined : item[key];
  return typeof value === 'string' || typeof value === 'number' ? [value] : [];
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
