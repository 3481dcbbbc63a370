import type { ApiDocument, Operation } from '@stuntdouble/engine';
import { quoted } from './quoted.ts';
import { type Credentials, type RequestParts, requestParts } from './request-parts.ts';

export interface CurlLine {
  /** What it shows: `a list`. */
  readonly what: string;
  readonly command: string;
}

export interface CurlOptions {
  readonly url: string;
  readonly withCredentials: boolean;
  /** Several documents are told apart by their base paths. */
  readonly withBasePath: boolean;
  /** Path of the certificate to trust, for https. */
  readonly authority?: string | undefined;
  /** Those of a sandbox; stand-ins where absent. */
  readonly credentials?: Credentials;
}

/** How many operations are looked into for one line: the search must not hold up the first request on a large document. */
const patience = 12;

/** Three requests to a document that work when pasted: a list, one of it, a write. */
export function curlLines(document: ApiDocument, options: CurlOptions): CurlLine[] {
  const base = options.url + (options.withBasePath ? (document.basePaths[0] ?? '') : '');
  const find = (candidates: readonly Operation[]) => {
    for (const operation of candidates.slice(0, patience)) {
      const parts = readableParts(operation, document, options.withCredentials, options.credentials);
      if (parts) return { operation, command: curl(base, parts, options.authority) };
    }
    return undefined;
  };
  const { lists, items, writes } = candidatesOf(document.operations);
  const list = find(lists);
  const item = find(list ? closest(items, list.operation) : items);
  const write = find(list ? closest(writes, list.operation) : writes);
  const lines = [list, item, write].flatMap((found) => found ?? []);
  const shown = lines.map(({ operation, command }) => ({ what: operation.summary ?? operation.id, command }));
  return [...shown, ...demonstrations(shown[0]?.command)].slice(0, Math.max(3, shown.length));
}

/** An operation that cannot be read is a matter for the findings; here it is no candidate. */
function readableParts(...args: Parameters<typeof requestParts>): RequestParts | undefined {
  try {
    return requestParts(...args);
  } catch {
    return undefined;
  }
}

/** What any request may ask of the double, for documents that have less than three requests to show. */
function demonstrations(command: string | undefined): CurlLine[] {
  if (command === undefined) return [];
  return [
    { what: 'an outage', command: `${command} -i -H 'Prefer: code=503'` },
    { what: 'generated data', command: `${command} -H 'Prefer: dynamic=true'` },
  ];
}

/** Resources that have both a list and an item come first: the three lines then tell one story. */
function candidatesOf(operations: readonly Operation[]) {
  const current = operations.filter(({ deprecated }) => !deprecated);
  const gets = current.filter(({ method }) => method === 'GET');
  const items = gets.filter(({ template }) => template.includes('{')).toSorted((a, b) => depth(a) - depth(b));
  const parents = new Set(items.map(({ template }) => template.replace(/\/\{[^/]+\}$/, '')));
  const lists = gets
    .filter(({ template }) => !template.includes('{'))
    .toSorted((a, b) => Number(parents.has(b.template)) - Number(parents.has(a.template)));
  const writes = current.filter(({ method }) => method === 'POST').toSorted((a, b) => depth(a) - depth(b));
  return { lists, items, writes };
}

function depth({ template }: Operation): number {
  return template.split('{').length;
}

function closest(candidates: readonly Operation[], { template }: Operation): Operation[] {
  const isNear = (operation: Operation) =>
    operation.template === template || operation.template.startsWith(`${template}/{`);
  return candidates.toSorted((a, b) => Number(isNear(b)) - Number(isNear(a)));
}

function curl(base: string, { method, target, headers, body }: RequestParts, authority: string | undefined): string {
  const trust = authority === undefined ? '' : `--cacert ${quoted(authority)}`;
  const parts = ['curl', method === 'GET' ? '' : `-X ${method}`, quoted(base + target)];
  for (const [name, value] of headers) parts.push('-H', quoted(`${name}: ${value}`));
  if (body !== undefined) parts.push('-d', quoted(body));
  parts.push(trust);
  return parts.filter(Boolean).join(' ');
}
