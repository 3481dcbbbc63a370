import { isTree, type Tree, text } from './tree.ts';

/**
 * The base paths of a Postman collection: what its variables have behind the host, `/v2` of `https://api.example.com/v2`.
 * Takes the same base off URLs that are written out, so that both kinds of request are told alike. Never makes operations.
 */

interface Base {
  readonly host: string;
  readonly path: string;
}

/** Changes the URLs of `requests`, which is what http-spec reads afterwards. */
export function takeBasePaths(root: Tree, requests: readonly Tree[]): string[] {
  const variables = variablesOf(root);
  const bases = requests.flatMap((request) => baseOf(request.url, variables) ?? []);
  // The longest first: of `/v2` and `/v2/eu` the request's own one is taken off.
  bases.sort((a, b) => b.path.length - a.path.length);
  for (const request of requests) {
    if (isTree(request.url) && request.url.path === undefined && text(request.url.raw)) request.url = request.url.raw;
    takeOff(request, bases);
  }
  return [...new Set(bases.map(({ path }) => path))].sort((a, b) => a.length - b.length);
}

function variablesOf({ variable }: Tree): Map<string, string> {
  const listed = Array.isArray(variable) ? variable.filter(isTree) : [];
  return new Map(
    listed
      .filter(({ disabled, value }) => disabled !== true && ['string', 'number', 'boolean'].includes(typeof value))
      .map(({ key, id, value }) => [String(key ?? id), String(value)]),
  );
}

/** What stands before the first slash of the URL as it is typed, with the values of its variables, in host and path. */
function baseOf(url: unknown, variables: ReadonlyMap<string, string>): Base | undefined {
  const [, start = ''] = /^((?:[a-z][\w+.-]*:\/\/)?[^/?#]*)/i.exec(urlText(url)) ?? [];
  if (!start.includes('{{')) return undefined;
  const resolved = resolve(start, variables).replace(/^[a-z][\w+.-]*:\/\//i, '');
  const [, host = '', path = ''] = /^([^/?#]*)([^?#]*)/.exec(resolved) ?? [];
  const trimmed = path.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  // A variable without a value stands for anything, and a base path has no such parts.
  return trimmed === '' || trimmed.includes('{{') ? undefined : { host: host.toLowerCase(), path: trimmed };
}

function urlText(url: unknown): string {
  if (!isTree(url)) return text(url) ?? '';
  const host = Array.isArray(url.host) ? url.host.join('.') : text(url.host);
  return text(url.raw) ?? host ?? '';
}

/** Values may name other variables; not without end. */
function resolve(value: string, variables: ReadonlyMap<string, string>, depth = 0): string {
  const next = value.replace(/\{\{([^{}]+)\}\}/g, (whole, name: string) => variables.get(name.trim()) ?? whole);
  return next === value || depth > 10 ? next : resolve(next, variables, depth + 1);
}

function takeOff(request: Tree, bases: readonly Base[]): void {
  const written = /^([a-z][\w+.-]*:\/\/)?([^/?#{]+)(\/[^?#]*)/i.exec(urlText(request.url));
  if (!written) return;
  const [whole, scheme = '', host = '', path = ''] = written;
  const base = bases.find((known) => known.host === host.toLowerCase() && `${path}/`.startsWith(`${known.path}/`));
  if (!base) return;
  const { url } = request;
  const rest = path.slice(base.path.length) || '/';
  if (!isTree(url)) request.url = scheme + host + rest + String(url).slice(whole.length);
  else if (Array.isArray(url.path)) url.path = url.path.slice(base.path.split('/').length - 1);
  else url.path = rest;
}
