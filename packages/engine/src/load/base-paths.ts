import { branch, isTree, type Tree, text } from './tree.ts';

/** The paths of a document's servers, without host; `/` is none. Variables stand at their defaults. */

/** `items` are the path items and operations that may have servers of their own. */
export function basePaths(root: Tree, items: Iterable<Tree>, source: URL): string[] {
  const found = new Set<string>();
  if (typeof root.basePath === 'string') found.add(normalise(root.basePath));
  for (const owner of [root, ...items]) {
    if (!Array.isArray(owner.servers)) continue;
    for (const server of owner.servers) {
      const path = isTree(server) ? serverPath(server, source) : undefined;
      if (path !== undefined) found.add(normalise(path));
    }
  }
  found.delete('');
  return [...found];
}

function serverPath(server: Tree, source: URL): string | undefined {
  const variables = branch(server, 'variables');
  const url = text(server.url)?.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = branch(variables, name).default;
    return value === undefined ? whole : String(value);
  });
  if (url === undefined || /^[^?#]*\{[^?#]*$/.test(pathOf(url))) return undefined;
  // Relative addresses are relative to the document; that of a local file says nothing about the API.
  const base = source.protocol === 'file:' ? 'http://localhost/' : source.href;
  return URL.canParse(url, base) ? new URL(url, base).pathname : undefined;
}

/** Without scheme and host, whose variables do not matter here. */
function pathOf(url: string): string {
  return url.replace(/^[^/]*\/\/[^/]*/, '');
}

function normalise(path: string): string {
  const trimmed = path.replace(/\/{2,}/g, '/').replace(/\/+$/, '');
  return trimmed === '' || trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
}
