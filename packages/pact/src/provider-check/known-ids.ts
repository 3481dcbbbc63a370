import type { Operation } from '@stuntdouble/engine';

/** Ids that answers have shown, so that items are asked for that exist. Remembers where they were found; asks nobody. */
export interface KnownIds {
  /** Takes the ids out of a list, or of an item that was made, at this path. */
  learn(target: string, body: unknown): void;
  /** Values for the parameters of a template, as far as lists have shown some; what is not there is unknown. */
  valuesFor(operation: Operation): Record<string, unknown>;
  /** A body in which `orderId` names an order that is there, as far as one is known; the value itself where none is. */
  referring(body: unknown): unknown;
}

/** Items of a list that are remembered. */
const MOST = 20;

export function createKnownIds(): KnownIds {
  const items = new Map<string, readonly Item[]>();
  const referred = (name: string): string | number | undefined => {
    const [, noun] = /^(.+?)_?id$/i.exec(name) ?? [];
    if (noun === undefined) return undefined;
    const found = [...items].find(([path]) => singular(path).toLowerCase() === noun.replaceAll('_', '-').toLowerCase());
    return found?.[1].flatMap((item) => idOf(item, 'id', found[0]))[0];
  };
  const known: KnownIds = {
    learn(target, body) {
      const path = trimmed(target.split('?')[0] ?? '');
      const found = [...itemsIn(body), ...(items.get(path) ?? [])].slice(0, MOST);
      if (found.length > 0) items.set(path, found);
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
    referring(body) {
      if (Array.isArray(body)) return body.map((item) => known.referring(item));
      if (!isItem(body)) return body;
      return Object.fromEntries(
        Object.entries(body).map(([name, value]) => {
          const id = typeof value === 'string' || typeof value === 'number' ? referred(name) : undefined;
          return [name, typeof id === typeof value ? id : known.referring(value)];
        }),
      );
    },
  };
  return known;
}

type Item = Readonly<Record<string, unknown>>;

const trimmed = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path);

/** A list, the one list of an object (`{items: […], next: …}`), which may be empty, or an item by itself. */
function itemsIn(body: unknown): Item[] {
  if (Array.isArray(body)) return body.filter(isItem);
  if (!isItem(body)) return [];
  if (typeof body.id === 'string' || typeof body.id === 'number') return [body];
  const [list] = Object.values(body).filter((value) => Array.isArray(value));
  return Array.isArray(list) ? list.filter(isItem) : [body];
}

const singular = (path: string): string => (path.split('/').at(-1) ?? '').replace(/s$/, '');

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `order_id` is the `order_id` of an item, else its `id`, else what a list of orders has of that name. */
function idOf(item: Item, name: string, collection: string): (string | number)[] {
  const noun = singular(collection);
  const bare = name.replace(new RegExp(`^${noun.replaceAll(/[^\w]/g, '.')}[_-]?`, 'i'), '');
  const names = [name, bare, lowerFirst(bare), 'id', 'uuid', 'key', 'code', 'slug', 'name'];
  const key = names.find(
    (candidate) => ['string', 'number'].includes(typeof item[candidate]) && item[candidate] !== '',
  );
  const value = key === undefined ? undefined : item[key];
  return typeof value === 'string' || typeof value === 'number' ? [value] : [];
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
