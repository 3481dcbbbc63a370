import { findPacticipant } from '../read/pacticipants.ts';
import type { Database } from '../store/database.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

interface Unencoded {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Where `pact-broker` puts names as they are, a slash in them included: most specific first. */
const PATHS = [
  '/pacticipants/:name/versions/:version/tags/:tag',
  '/pacticipants/:name/branches/:branch/versions/:version',
  '/pacticipants/:name/versions/:version',
  '/pacticipants/:name',
].map((path) => ({ path, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>.+)')}$`) }));

/**
 * What a client means that does not encode names; asked only where no address matches, and only for pacticipants that there
 * are, so that a mistyped address makes nothing.
 */
export function unencodedRoute(tables: Database, method: string, url: string): Unencoded | undefined {
  const [path = ''] = url.split('?');
  for (const { path: wanted, pattern } of PATHS) {
    const params = Object.fromEntries(
      Object.entries(pattern.exec(path)?.groups ?? {}).map(([name, text]) => [name, decodedPart(text)]),
    );
    const route = routes.find((each) => each.method === method && each.path === wanted);
    if (route !== undefined && params.name?.includes('/') && findPacticipant(tables, params.name))
      return { route, params };
  }
  return undefined;
}

function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
