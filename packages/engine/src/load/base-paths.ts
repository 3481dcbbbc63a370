import { branch, isTree, type Tree, text } from './tree.ts';

/** The paths of a document's servers, without host; `/` is none. Variables stand at their defaults and the other values that they list. */

/** Of one server: several variables with long lists multiply. */
const MAX_PER_SERVER = 48;

/** `items` are the path items and operations that may have servers of their own. */
export function basePaths(root: Tree, items: Iterable<Tree>, source: URL): string[] {
  const found = new Set<string>();
  if (typeof root.basePath === 'string') found.add(normalise(root.basePath));
  for (const owner of [root, ...items]) {
    if (!Array.isArray(owner.servers)) continue;
    for (const server of owner.servers) {
      if (isTree(server)) for (const path of serverPaths(server, source)) found.add(normalise(path));
    }
  }
  found.delete('');
  return [...found];
}

/** What somebody set instead of the document's own. */
export function givenBase(path: string): string[] {
  const base = normalise(path);
  return base === '' ? [] : [base];
}

function serverPaths(server: Tree, source: URL): string[] {
  const variables = branch(server, 'variables');
  const url = text(server.url);
  if (url === undefined) return [];
  // Relative addresses are relative to the document; that of a local file says nothing about the API.
  const base = source.protocol === 'file:' ? 'http://localhost/' : source.href;
  return fillings(url, variables).flatMap((filled) => {
    if (/^[^?#]*\{[^?#]*$/.test(pathOf(filled)) || !URL.canParse(filled, base)) return [];
    return [new URL(filled, base).pathname];
  });
}

/** The URL with every combination of the values, the defaults first. A value may hold the whole host, or a part of the path. */
function fillings(url: string, variables: Tree): string[] {
  let filled = [url];
  for (const [, name = ''] of url.matchAll(/\{([^{}]+)\}/g)) {
    const { default: first, enum: others } = branch(variables, name);
    const values = [first, ...(Array.isArray(others) ? others : [])].filter((value) => value !== undefined).map(String);
    if (values.length === 0) continue;
    const given = new Set(values);
    // What varies only the host gives the same path again.
    filled = [...given].flatMap((value) => filled.map((part) => part.replaceAll(`{${name}}`, value)));
    filled = [...new Map(filled.map((part) => [pathOf(part), part])).values()].slice(0, MAX_PER_SERVER);
  }
  return filled;
}

/** Without scheme and host, whose variables do not matter here. */
function pathOf(url: string): string {
  return url.replace(/^[^/]*\/\/[^/]*/, '');
}

function normalise(path: string): string {
  const trimmed = path.replace(/\/{2,}/g, '/').replace(/\/+$/, '');
  return trimmed === '' || trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
}
