import { findPacticipant } from '../../read/pacticipants.ts';
import { type PublishedPact, pactsWhere } from '../../read/pacts.ts';
import { findVersion } from '../../read/versions.ts';
import { pactHref, pacticipantHref, pairHref } from '../links.ts';
import { isoTime } from '../resources/iso-time.ts';
import { pactName } from '../resources/pact-resource.ts';
import { versionSummary } from '../resources/version-resource.ts';
import { type Call, type Hal, notFound, ok, type Reply, type Route } from '../route.ts';

const ONE = '/pacts/provider/:provider';

/** Lists of pacts: of one provider, and the latest of all. */
export const providerRoutes: readonly Route[] = [
  { method: 'GET', path: '/pacts/latest', handle: (call) => latest(call, LATEST) },
  { method: 'GET', path: '/pacts/latest/:tag', handle: (call) => latest(call, LATEST_TAGGED, call.part('tag')) },
  { method: 'GET', path: ONE, handle: (call) => ofProvider(call, '1') },
  { method: 'GET', path: `${ONE}/latest`, handle: (call) => ofProvider(call, LATEST) },
  { method: 'GET', path: `${ONE}/latest/:tag`, handle: (call) => ofProvider(call, LATEST_TAGGED, call.part('tag')) },
  { method: 'GET', path: `${ONE}/tag/:tag`, handle: (call) => ofProvider(call, TAGGED, call.part('tag')) },
  // `pact-broker get-pacts` without a branch asks for these two.
  { method: 'GET', path: `${ONE}/branch`, handle: (call) => ofProvider(call, '1') },
  { method: 'GET', path: `${ONE}/branch/latest`, handle: (call) => ofProvider(call, LATEST) },
  { method: 'GET', path: `${ONE}/branch/:branch`, handle: (call) => ofProvider(call, IN_BRANCH, call.part('branch')) },
  {
    method: 'GET',
    path: `${ONE}/branch/:branch/latest`,
    handle: (call) => ofProvider(call, HEAD_OF_BRANCH, call.part('branch')),
  },
  { method: 'GET', path: `${ONE}/main-branch`, handle: (call) => ofProvider(call, IN_MAIN_BRANCH) },
  { method: 'GET', path: `${ONE}/main-branch/latest`, handle: (call) => ofProvider(call, HEAD_OF_MAIN_BRANCH) },
  {
    method: 'GET',
    path: `${ONE}/consumer/:consumer/tag/:tag`,
    handle: (call) => ofPair(call, TAGGED, call.part('tag')),
  },
  {
    method: 'GET',
    path: `${ONE}/consumer/:consumer/branch/:branch`,
    handle: (call) => ofPair(call, IN_BRANCH, call.part('branch')),
  },
];

const LATEST = 'k.version_id = (SELECT max(version_id) FROM pacts WHERE provider_id = p.id AND consumer_id = c.id)';
const TAGGED = 'EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id AND t.name = ?)';
/** Of those with a pact between the two. */
const LATEST_TAGGED = `k.version_id = (SELECT max(l.version_id) FROM pacts l JOIN tags t ON t.version_id = l.version_id
  WHERE l.provider_id = p.id AND l.consumer_id = c.id AND t.name = ?)`;
const member = (name: string) => `EXISTS (SELECT 1 FROM branch_versions m JOIN branches b ON b.id = m.branch_id
  WHERE m.version_id = v.id AND b.name = ${name})`;
const head = (name: string) => `k.version_id = (SELECT max(l.version_id) FROM pacts l
  JOIN branch_versions m ON m.version_id = l.version_id JOIN branches b ON b.id = m.branch_id
  WHERE l.provider_id = p.id AND l.consumer_id = c.id AND b.name = ${name})`;
const IN_BRANCH = member('?');
const IN_MAIN_BRANCH = member('c.main_branch');
const HEAD_OF_BRANCH = head('?');
const HEAD_OF_MAIN_BRANCH = head('c.main_branch');

const ORDER = 'ORDER BY c.name, p.name, k.version_id DESC';

function latest({ log, links }: Call, condition: string, ...values: readonly string[]): Reply {
  const pacts = pactsWhere(log.tables, `${condition} ${ORDER}`, ...values);
  return ok({
    _links: { self: { href: links.to('pacts', 'latest') }, 'pb:pacts': pactLinks({ links }, pacts) },
    pacts: pacts.map((pact) => listed({ log, links }, pact)),
  });
}

function listed({ log, links }: Pick<Call, 'log' | 'links'>, pact: PublishedPact): Hal {
  const { consumer, provider, version, createdAt } = pact;
  const found = findVersion(log.tables, consumer, version);
  return {
    createdAt: isoTime(createdAt),
    _embedded: {
      consumer: {
        name: consumer,
        _embedded: { ...(found && { version: versionSummary(log.tables, links, found) }) },
        _links: { self: { href: pacticipantHref(links, consumer) } },
      },
      provider: { name: provider, _links: { self: { href: pacticipantHref(links, provider) } } },
    },
    _links: {
      self: [
        { title: 'Pact', name: pactName(pact), href: pactHref(links, pact) },
        { title: 'Latest', href: pairHref(links, pact, 'latest') },
      ],
    },
  };
}

const pactLinks = ({ links }: Pick<Call, 'links'>, pacts: readonly PublishedPact[]) =>
  pacts.map((pact) => ({ href: pactHref(links, pact), title: pactName(pact), name: pact.consumer }));

function ofProvider(call: Call, condition: string, ...values: readonly string[]): Reply {
  const { log, links, part } = call;
  const provider = part('provider');
  if (findPacticipant(log.tables, provider) === undefined) return notFound(`There is no pacticipant ${provider}.`);
  const pacts = pactsWhere(log.tables, `p.name = ? AND ${condition} ${ORDER}`, provider, ...values);
  return list(call, pacts, links.to('pacts', 'provider', provider));
}

function ofPair(call: Call, condition: string, ...values: readonly string[]): Reply {
  const { log, links, part } = call;
  const [provider, consumer] = [part('provider'), part('consumer')];
  const pacts = pactsWhere(
    log.tables,
    `p.name = ? AND c.name = ? AND ${condition} ${ORDER}`,
    provider,
    consumer,
    ...values,
  );
  return list(call, pacts, pairHref(links, { provider, consumer }));
}

function list({ links, part }: Call, pacts: readonly PublishedPact[], href: string): Reply {
  const provider = part('provider');
  const listed = pactLinks({ links }, pacts);
  return ok({
    _links: {
      self: { title: `Pacts of ${provider}`, href },
      'pb:provider': { title: provider, name: provider, href: pacticipantHref(links, provider) },
      'pb:pacts': listed,
      pacts: listed,
    },
  });
}
