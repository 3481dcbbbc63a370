import type { Operation } from '../operation.ts';

/** What was inferred of one kind of thing that an API keeps: where it is created, listed and read, and what names it. Plain data; never says what is in it. */
export interface Resource {
  /** Of one item, as the document writes it: `/intakes/{id}`; ends in the parameter that names the item, or in that and a format: `{sid}.json`. */
  readonly template: string;
  /** Of all of them: `/intakes`. */
  readonly collection: string;
  /** The last parameter of `template`: `id`. */
  readonly parameter: string;
  readonly operations: ResourceOperations;
  /** The path of its list, where that is another one than the collection: `/pets/findByStatus`, `/users/{user_id}/orders` of `/orders`. */
  readonly listedAt?: string;
  /** The parameter of that path whose things are listed: `user_id`. */
  readonly of?: string;
}

/** The operations by what they do; undefined where the document has none. */
export interface ResourceOperations {
  readonly list: Operation | undefined;
  readonly create: Operation | undefined;
  readonly read: Operation | undefined;
  readonly replace: Operation | undefined;
  /** PATCH of an item, or POST to one. */
  readonly patch: Operation | undefined;
  readonly remove: Operation | undefined;
  /** PUT to the collection, where the body names the item. */
  readonly replaceByBody: Operation | undefined;
}

export type Role = keyof ResourceOperations;

/** What the schemas tell of a resource: inferred when something is first written, or by `stunt check --state`. */
export interface ResourceFacts {
  readonly resource: Resource;
  /** The property that the last parameter names; undefined where none does, and then nothing is created or listed. */
  readonly idField: string | undefined;
  readonly idFormat: IdFormat;
  /** Properties of an item by name. */
  readonly properties: ReadonlyMap<string, PropertyFacts>;
  /** Where the list lies in the answer of `list`; undefined where there is no list, or no place is sure. */
  readonly list: ListFacts | undefined;
  /** Each thing that was inferred, with the reason, for people. */
  readonly why: readonly string[];
}

export type IdFormat =
  | { readonly kind: 'uuid' }
  /** Counts on from the largest that is known. */
  | { readonly kind: 'integer'; readonly text: boolean }
  /** `int_` and characters of an alphabet. */
  | { readonly kind: 'prefixed'; readonly prefix: string; readonly alphabet: string; readonly length: number }
  /** Made by the sampler from the schema. */
  | { readonly kind: 'sampled' };

export interface PropertyFacts {
  readonly name: string;
  readonly types: ReadonlySet<string>;
  readonly format: string | undefined;
  readonly pattern: string | undefined;
  readonly readOnly: boolean;
  readonly required: boolean;
  /** Undefined where there is none. */
  readonly default: unknown;
  readonly enum: readonly unknown[] | undefined;
  readonly examples: readonly unknown[];
  /** An object of which nothing says what its members are. */
  readonly isMap: boolean;
}

export interface ListFacts {
  /** The property that holds the items; undefined where the answer is the array itself. */
  readonly property: string | undefined;
  readonly pagination: Pagination;
  /** Query parameter and the property that it is compared with. */
  readonly filters: readonly FilterFacts[];
  readonly sort: SortFacts | undefined;
}

export interface FilterFacts {
  readonly parameter: string;
  readonly property: string;
  /** `after` and `before` compare times, the bound itself is left out. */
  readonly by: 'equal' | 'after' | 'before';
  /** Values that leave nothing out. */
  readonly anything?: ReadonlySet<string> | undefined;
}

export interface SortFacts {
  readonly parameter: string;
  /** Value of the parameter and what it asks for. */
  readonly orders: ReadonlyMap<string, { readonly property: string; readonly descending: boolean }>;
  readonly default: string | undefined;
  /** A second parameter with `asc` and `desc`. */
  readonly direction: { readonly parameter: string; readonly default: string | undefined } | undefined;
}

export interface Pagination {
  readonly style: 'none' | 'cursor' | 'page' | 'offset';
  /** The parameter with the cursor, page or offset; undefined with `none`. */
  readonly parameter: string | undefined;
  /** Another way, where the list has two and the first was not asked for. */
  readonly otherwise?: { readonly style: 'page' | 'offset'; readonly parameter: string } | undefined;
  readonly limit: { readonly parameter: string; readonly default: number | undefined } | undefined;
  /** The first page: 0 or 1. */
  readonly firstPage: number;
  /** The cursor is the id of the last item seen. */
  readonly byId: boolean;
  /** The parameter with the cursor that leads back: `before`, `ending_before`. */
  readonly back?: string | undefined;
  /** Members of the answer that tell of the pages, and what they tell. */
  readonly members: readonly PageMember[];
  /** A `Link` header field with `rel="next"`. */
  readonly link: boolean;
}

export interface PageMember {
  /** Names from the answer's root: `['page', 'nextCursor']`. */
  readonly path: readonly string[];
  readonly tells: PageWord;
  /** What it is where there is no such page; undefined leaves it out. */
  readonly none: null | '' | undefined;
}

export type PageWord =
  | 'next'
  | 'previous'
  | 'nextLink'
  | 'previousLink'
  | 'firstLink'
  | 'ownPath'
  | 'ownLink'
  | 'hasMore'
  | 'total'
  | 'pages'
  | 'page'
  | 'offset'
  | 'end'
  | 'limit'
  | 'count';
