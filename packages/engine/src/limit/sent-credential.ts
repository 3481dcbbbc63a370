import type { HttpRequest } from '../exchange.ts';
import { isObject } from '../schema/json-schema.ts';
import { placeIn, throughRef } from './place.ts';

/** Finds what a request was sent with that tells callers apart, right or wrong. Judges nothing. */
export type SentCredential = (request: HttpRequest) => string | undefined;

/** The credential field, else the first key that the document has a scheme for. */
export function sentCredential(root: unknown): SentCredential {
  const schemes = [
    ...Object.values(objectIn(root, 'securityDefinitions')),
    ...Object.values(objectIn(objectIn(root, 'components'), 'securitySchemes')),
  ].map((scheme) => throughRef(root, scheme));
  const named = (place: string): string[] =>
    schemes.flatMap((scheme) =>
      isObject(scheme) && scheme.type === 'apiKey' && scheme.in === place && typeof scheme.name === 'string'
        ? [scheme.name]
        : [],
    );
  const headers = ['authorization', ...named('header').map((name) => name.toLowerCase())];
  const queries = named('query');
  const cookies = named('cookie').map((name) => `${name}=`);
  return (request) =>
    first(headers, (name) => request.headers[name]?.toString()) ??
    (queries.length === 0 ? undefined : inQuery(request.target, queries)) ??
    (cookies.length === 0 ? undefined : inCookies(request.headers.cookie, cookies));
}

function inQuery(target: string, names: readonly string[]): string | undefined {
  const start = target.indexOf('?');
  if (start === -1) return undefined;
  const query = new URLSearchParams(target.slice(start));
  return first(names, (name) => query.get(name) ?? undefined);
}

function inCookies(sent: string | string[] | undefined, prefixes: readonly string[]): string | undefined {
  const pairs = sent === undefined ? [] : String(sent).split(/[;,]\s*/);
  return first(prefixes, (prefix) => pairs.find((pair) => pair.startsWith(prefix)));
}

function first(names: readonly string[], read: (name: string) => string | undefined): string | undefined {
  for (const name of names) {
    const value = read(name);
    if (value) return value;
  }
  return undefined;
}

function objectIn(owner: unknown, name: string): Readonly<Record<string, unknown>> {
  const value = placeIn(owner, name);
  return isObject(value) ? value : {};
}
