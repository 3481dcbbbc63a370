import { isObject } from '../../pact/json.ts';
import type { JsonObject } from '../../pact/pact.ts';
import { deployedWhere, releasedWhere } from '../read/environments.ts';
import type { Database } from '../store/database.ts';

/** What the holder of a token may do: everything, read, or read and write what is of one pacticipant. */
export type Grant =
  | { readonly role: 'admin' }
  | { readonly role: 'read-only' }
  | { readonly role: 'pacticipant'; readonly pacticipant: string };

export interface Asked {
  readonly method: string;
  /** Of the route, with `:name` for each part that differs. */
  readonly path: string;
  readonly part: (name: string) => string;
  readonly body: JsonObject;
  readonly tables: Database;
}

/** @returns why not; undefined where it may be done */
export function refusalFor(grant: Grant, asked: Asked): string | undefined {
  if (grant.role === 'admin') return undefined;
  if (isAdminOnly(asked)) return 'This needs an admin token.';
  if (isReading(asked)) return undefined;
  if (grant.role === 'read-only') return 'The token is for reading only.';
  const { pacticipant } = grant;
  const owners = ownersOf(asked);
  if (owners === undefined) return `The token is for ${pacticipant} only: this needs an admin token.`;
  const other = owners.find((name) => name !== pacticipant);
  return owners.length > 0 && other === undefined
    ? undefined
    : `The token is for ${pacticipant}, and writes nothing of ${other ?? 'nobody'}.`;
}

/** Asking which pacts are to be verified changes nothing, though it is a POST. */
const isReading = ({ method, path }: Asked): boolean => method === 'GET' || path.endsWith('/for-verification');

/** Addresses and bodies of webhooks may hold secrets as well, so that nobody else sees them. */
const ADMIN_ONLY = ['/stunt/tokens', '/stunt/retention', '/webhooks', '/triggered-webhooks'];

const isAdminOnly = ({ path }: Asked): boolean => ADMIN_ONLY.some((start) => path.startsWith(start));

/** Whose each thing is that would be written; undefined where it is nobody's in particular. */
function ownersOf({ method, path, part, body, tables }: Asked): readonly string[] | undefined {
  if (path === '/contracts/publish') {
    const contracts = Array.isArray(body.contracts) ? body.contracts : [];
    return [textOf(body.pacticipantName), ...contracts.map((each) => textOf(isObject(each) ? each.consumerName : ''))];
  }
  if (path.endsWith('/verification-results')) return [part('provider')];
  if (path.startsWith('/pacts/provider/:provider/consumer/:consumer/version/:version')) return [part('consumer')];
  if (path.startsWith('/deployed-versions/:uuid'))
    return deployedWhere(tables, 's.uuid = ?', part('uuid')).map(({ pacticipant }) => pacticipant);
  if (path.startsWith('/released-versions/:uuid'))
    return releasedWhere(tables, 's.uuid = ?', part('uuid')).map(({ pacticipant }) => pacticipant);
  if (path === '/pacticipants') return [textOf(body.name)];
  if (path === '/pacticipants/:name') return method === 'DELETE' ? undefined : [part('name')];
  // Labels decide whom webhooks are for.
  if (path.startsWith('/pacticipants/:name/') && !path.includes('/labels')) return [part('name')];
  if (path === '/stunt/bdct-results')
    return body.providerVersionNumber === undefined ? [textOf(body.consumerName)] : [textOf(body.providerName)];
  if (path === '/stunt/provider-documents') return [textOf(body.providerName)];
  return undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
