import type { JsonObject } from '../../../pact/pact.ts';
import type { Grant } from '../../tokens/grant.ts';
import { allTokens, findToken, makeToken, revokeToken, type StoredToken } from '../../tokens/stored-tokens.ts';
import { isoTime } from '../resources/iso-time.ts';
import { type Call, created, type Hal, invalid, noContent, notFound, ok, type Reply, type Route } from '../route.ts';
import { isName } from './contract-routes.ts';

/** Tokens of the registry, which a Pact Broker does not have: made, listed and revoked by who has an admin one. */
export const tokenRoutes: readonly Route[] = [
  { method: 'GET', path: '/stunt/tokens', handle: list },
  { method: 'POST', path: '/stunt/tokens', handle: create },
  { method: 'DELETE', path: '/stunt/tokens/:id', handle: revoke },
];

const resource = ({ id, name, role, pacticipant, createdAt, revokedAt }: StoredToken): Hal => ({
  id,
  name,
  role,
  ...(pacticipant !== undefined && { pacticipant }),
  createdAt: isoTime(createdAt),
  ...(revokedAt !== undefined && { revokedAt: isoTime(revokedAt) }),
});

function list({ log, links }: Call): Reply {
  return ok({ tokens: allTokens(log.tables).map(resource), _links: { self: { href: links.to('stunt', 'tokens') } } });
}

function create({ log, body, links }: Call): Reply {
  const errors: Record<string, string[]> = {};
  const { name } = body;
  if (!isName(name)) errors.name = ['must be a text that is not blank'];
  const grant = grantIn(body);
  if (grant === undefined)
    errors.role = ['must be admin, read-only, or pacticipant, and then with the name of a pacticipant'];
  if (!isName(name) || grant === undefined) return invalid(errors);
  const { id, token } = makeToken(log, { name, grant });
  const made = findToken(log.tables, id);
  return created({ ...(made && resource(made)), token }, links.to('stunt', 'tokens', id));
}

export function grantIn({ role, pacticipant }: JsonObject): Grant | undefined {
  if (role === 'admin' || role === 'read-only') return pacticipant === undefined ? { role } : undefined;
  return role === 'pacticipant' && isName(pacticipant) ? { role, pacticipant } : undefined;
}

function revoke({ log, part }: Call): Reply {
  return revokeToken(log, part('id')) ? noContent : notFound(`There is no token ${part('id')} that is in force.`);
}
