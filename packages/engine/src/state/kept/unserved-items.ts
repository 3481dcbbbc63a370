import { fromSegment } from '../segment.ts';

/** Items that are kept of a document which is not served: nobody is shown them. */
export interface UnservedItems {
  readonly document: string;
  readonly items: number;
}

/** Counts them by document, most first, deleted ones left out; `entries` are what is kept of sandboxes, by what their keys have behind a sandbox's own prefix. */
export function unservedItems(
  entries: Iterable<readonly [key: string, value: unknown]>,
  served: readonly string[],
): readonly UnservedItems[] {
  const counts = new Map<string, number>();
  for (const [key, value] of entries) {
    const document = documentOf(key);
    if (document === undefined || served.includes(document) || isDeleted(value)) continue;
    counts.set(document, (counts.get(document) ?? 0) + 1);
  }
  return [...counts].map(([document, items]) => ({ document, items })).sort((one, other) => other.items - one.items);
}

/** What the operator is told of them, without the sandboxes that have them. */
export function unservedWords(unserved: readonly UnservedItems[], served: readonly string[]): string {
  const owners = unserved.map(({ document, items }) => `${items} of "${document}"`).join(', ');
  const names = served.map((name) => `"${name}"`).join(', ') || 'nothing';
  return (
    `items are kept of documents that are not served, and are not shown: ${owners}; served: ${names}. ` +
    'State belongs to the name of a document, its file name where stunt.yaml gives none: serve it under that name ' +
    `(documents: [{ file: …, name: ${JSON.stringify(unserved[0]?.document)} }]), or reset the sandbox`
  );
}

/** `item/orders.yaml%2Forders/7`: the name of the document, as a segment, begins that of the collection. */
function documentOf(key: string): string | undefined {
  const [kind, collection = ''] = key.split('/', 2);
  const [name = ''] = fromSegment(collection).split('/', 1);
  return kind === 'item' && name !== '' ? fromSegment(name) : undefined;
}

const isDeleted = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'deleted' in value && value.deleted === true;
