import { hashOf } from '../chance/random.ts';
import type { Answer } from '../exchange.ts';
import type { JsonObject } from '../schema/json-schema.ts';
import type { FoundItem } from './item-store.ts';
import type { StoredItem } from './kept/overlay.ts';

/** Entity tags of items: another one after each change, the same in each answer that shows the item. Never looks into one. */
export const etagOf = ({ id, version, at }: StoredItem): string =>
  `"${hashOf(id, version, at).toString(36)}-${version}"`;

/** The answer with the tag of what was stored in place of the document's. */
export function tagged(answer: Answer, stored: StoredItem): Answer {
  const headers: string[] = [];
  for (let i = 0; i < answer.headers.length; i += 2) {
    const name = answer.headers[i] ?? '';
    if (name.toLowerCase() !== 'etag') headers.push(name, answer.headers[i + 1] ?? '');
  }
  headers.push('ETag', etagOf(stored));
  return { ...answer, headers };
}

/** Of what a read shows now; undefined where the document has none for it. */
export const etagOfFound = (found: FoundItem): string | undefined =>
  found.kind === 'stored' ? etagOf(found.stored) : found.kind === 'base' ? found.etag : undefined;

/** Whether a list of tags, or `*`, has the tag (RFC 9110 13.1.1). */
export function lists(field: string, etag: string | undefined): boolean {
  if (field.trim() === '*') return true;
  return etag !== undefined && field.split(',').some((each) => bare(each) === bare(etag));
}

/** Documents write tags without their quotation marks, and clients put them back. */
const bare = (tag: string): string =>
  tag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');

/** A member of an item that is its entity tag, in the documents that have it there. */
export const isTag = (name: string): boolean => /^_?etag$/i.test(name);

/** Undefined where the item has no such member. */
export function tagIn(item: JsonObject): string | undefined {
  const name = Object.keys(item).find(isTag);
  const tag = name === undefined ? undefined : item[name];
  return typeof tag === 'string' ? tag : undefined;
}

/** Of the item after one more change: `1` is followed by `2`, any other text by itself with a number. */
export function nextTag(tag: unknown): unknown {
  if (typeof tag !== 'string') return tag;
  const [, start = '', count] = /^(.*?)(\d{1,15})$/.exec(tag) ?? [];
  return count === undefined ? `${tag}-1` : `${start}${Number(count) + 1}`;
}
