import { findPacticipant } from '../../read/pacticipants.ts';
import { type PublishedPact, pactsWhere } from '../../read/pacts.ts';
import { type Links, pactHref, pairHref } from '../links.ts';
import { pactName, pactResource } from '../resources/pact-resource.ts';
import { type Call, notFound, ok, type Reply, type Route } from '../route.ts';

const PAIR = '/pacts/provider/:provider/consumer/:consumer';

/** Pacts of a consumer and a provider by the consumer's branch, its main branch where none is named. */
export const branchPactRoutes: readonly Route[] = [
  { method: 'GET', path: `${PAIR}/branch`, handle: all },
  { method: 'GET', path: `${PAIR}/branch/latest`, handle: latest },
  { method: 'GET', path: `${PAIR}/branch/:branch/latest`, handle: latest },
  { method: 'GET', path: `${PAIR}/main-branch/latest`, handle: latest },
];

function found({ log, part }: Call): readonly PublishedPact[] {
  const branch = part('branch') || findPacticipant(log.tables, part('consumer'))?.mainBranch;
  return pactsWhere(
    log.tables,
    `c.name = ? AND p.name = ? AND EXISTS (SELECT 1 FROM branch_versions m JOIN branches b ON b.id = m.branch_id
       WHERE m.version_id = v.id AND b.name = ?) ORDER BY k.version_id DESC`,
    part('consumer'),
    part('provider'),
    branch,
  );
}

function all(call: Call): Reply {
  const names = { consumer: call.part('consumer'), provider: call.part('provider') };
  for (const name of Object.values(names))
    if (findPacticipant(call.log.tables, name) === undefined) return notFound(`There is no pacticipant ${name}.`);
  const self = pairHref(call.links, names, 'branch');
  return ok({
    _links: {
      self: { href: self, title: `All pacts between ${names.consumer} and ${names.provider} in the main branch` },
      'pb:pacts': found(call).map((pact) => linkTo(call.links, pact)),
    },
  });
}

/** The pact itself, which names itself as a list of one as well: `get-pacts` reads lists. */
function latest(call: Call): Reply {
  const [pact] = found(call);
  if (pact === undefined)
    return notFound(`There is no such pact between ${call.part('consumer')} and ${call.part('provider')}.`);
  const resource = pactResource(call.log, call.links, pact);
  const links = typeof resource === 'object' && '_links' in resource ? resource._links : {};
  return ok({ ...resource, _links: { ...(isLinks(links) ? links : {}), 'pb:pacts': [linkTo(call.links, pact)] } });
}

const isLinks = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const linkTo = (links: Links, pact: PublishedPact) => ({
  href: pactHref(links, pact),
  title: pactName(pact),
  name: pact.consumer,
});
