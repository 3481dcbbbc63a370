import { isObject } from '../pact/json.ts';
import type { Json, JsonObject } from '../pact/pact.ts';

/** Documents in the Hypertext Application Language, as brokers answer them: links by relation, embedded documents. */
export interface HalLink {
  readonly href: string;
  readonly name: string | undefined;
  readonly title: string | undefined;
}

/** @returns all links of a relation; none where there is no such relation. */
export function linksOf(document: JsonObject, relation: string): HalLink[] {
  const links = isObject(document._links) ? document._links[relation] : undefined;
  const list: readonly (Json | undefined)[] = Array.isArray(links) ? links : [links];
  return list.flatMap((link) => {
    if (!isObject(link) || typeof link.href !== 'string') return [];
    const { href, name, title } = link;
    return [{ href, name: textOf(name), title: textOf(title) }];
  });
}

/** The documents that are embedded under a name. */
export function embeddedIn(document: JsonObject, name: string): JsonObject[] {
  const embedded = isObject(document._embedded) ? document._embedded[name] : undefined;
  if (isObject(embedded)) return [embedded];
  return Array.isArray(embedded) ? embedded.filter(isObject) : [];
}

/** Fills a templated link: `{branch}` with the encoded value. */
export function expand(href: string, values: Readonly<Record<string, string>>): string {
  return href.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The member of an object that is one itself; an empty one where it is none. */
export function objectIn(document: JsonObject, name: string): JsonObject {
  const member = document[name];
  return isObject(member) ? member : {};
}
