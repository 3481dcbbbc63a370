import { isObject } from '../../../pact/json.ts';
import { publishContracts } from '../../publish/publish-contracts.ts';
import { findPacticipant } from '../../read/pacticipants.ts';
import { findPact, findPactByHash, type PublishedPact, pactsWhere, pactWhere } from '../../read/pacts.ts';
import { pairHref, versionHref } from '../links.ts';
import { pactName, pactResource, pactVersionHref } from '../resources/pact-resource.ts';
import { type Call, conflict, created, invalid, noContent, notFound, ok, type Reply, type Route } from '../route.ts';
import { isName } from './contract-routes.ts';

const PAIR = '/pacts/provider/:provider/consumer/:consumer';

/** Pacts of a consumer and a provider: one version's, the latest, by content. */
export const pactRoutes: readonly Route[] = [
  { method: 'GET', path: `${PAIR}/version/:version`, handle: withPact(show) },
  { method: 'PUT', path: `${PAIR}/version/:version`, handle: (call) => publish(call, 'overwrite') },
  { method: 'PATCH', path: `${PAIR}/version/:version`, handle: (call) => publish(call, 'merge') },
  { method: 'DELETE', path: `${PAIR}/version/:version`, handle: withPact(remove) },
  { method: 'GET', path: `${PAIR}/latest`, handle: (call) => one(call, latest(call)) },
  { method: 'GET', path: `${PAIR}/latest/:tag`, handle: (call) => one(call, latest(call, TAGGED, call.part('tag'))) },
  { method: 'GET', path: `${PAIR}/latest-untagged`, handle: (call) => one(call, latest(call, UNTAGGED)) },
  { method: 'GET', path: `${PAIR}/versions`, handle: versions },
  { method: 'GET', path: `${PAIR}/pact-version/:hash`, handle: byHash },
  { method: 'GET', path: `${PAIR}/pact-version/:hash/metadata/:metadata`, handle: byHash },
  { method: 'GET', path: `${PAIR}/pact-version/:hash/consumer-versions`, handle: consumerVersions },
];

const TAGGED = 'EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id AND t.name = ?)';
const UNTAGGED = 'NOT EXISTS (SELECT 1 FROM tags t WHERE t.version_id = v.id)';
const namesIn = ({ part }: Call) => ({
  consumer: part('consumer'),
  provider: part('provider'),
  version: part('version'),
});

function withPact(then: (call: Call, pact: PublishedPact) => Reply): Route['handle'] {
  return (call) => {
    const { consumer, provider, version } = namesIn(call);
    const pact = findPact(call.log.tables, { consumer, provider, version });
    return pact === undefined
      ? notFound(`${consumer} version ${version} has no pact with ${provider}.`)
      : then(call, pact);
  };
}

function show({ log, links }: Call, pact: PublishedPact): Reply {
  return ok(pactResource(log, links, pact));
}

function remove({ log }: Call, { consumer, provider, version }: PublishedPact): Reply {
  log.record({ type: 'pact-deleted', consumer, provider, version });
  return noContent;
}

function publish(call: Call, onConflict: 'overwrite' | 'merge'): Reply {
  const { log, links, body, settings } = call;
  const { consumer, provider, version } = namesIn(call);
  const wrong = Object.entries({ consumer, provider, version }).filter(([, name]) => !isName(name));
  if (wrong.length > 0) return invalid(Object.fromEntries(wrong.map(([field]) => [field, ['is blank, or dots only']])));
  const existed = findPact(log.tables, { consumer, provider, version }) !== undefined;
  const contract = { provider, content: JSON.stringify(withNames(body, consumer, provider)), onConflict };
  const asked = { consumer, version, branch: undefined, tags: [], buildUrl: undefined, contracts: [contract] };
  const published = publishContracts(log, asked, settings);
  if (published.kind === 'invalid') return invalid({ pact: published.errors });
  if (published.kind === 'conflict')
    return conflict({ errors: { pact: published.notices.map(({ text }) => text) }, notices: published.notices });
  const [pact] = published.pacts;
  if (pact === undefined) return notFound('The pact is gone.');
  const resource = pactResource(log, links, pact);
  return existed ? ok(resource) : created(resource, pairHref(links, pact, 'version', version));
}

/** Names in the address are enough; where the pact has its own, they are compared. */
function withNames(body: Call['body'], consumer: string, provider: string): Call['body'] {
  return {
    ...body,
    consumer: isObject(body.consumer) ? body.consumer : { name: consumer },
    provider: isObject(body.provider) ? body.provider : { name: provider },
  };
}

function latest({ log, part }: Call, condition = '1', ...values: readonly string[]): PublishedPact | undefined {
  const sql = `c.name = ? AND p.name = ? AND ${condition} ORDER BY k.version_id DESC LIMIT 1`;
  return pactWhere(log.tables, sql, part('consumer'), part('provider'), ...values);
}

const one = ({ log, links, part }: Call, pact: PublishedPact | undefined): Reply =>
  pact === undefined
    ? notFound(`There is no such pact between ${part('consumer')} and ${part('provider')}.`)
    : ok(pactResource(log, links, pact));

function versions({ log, links, part }: Call): Reply {
  const names = { consumer: part('consumer'), provider: part('provider') };
  if (!findPacticipant(log.tables, names.consumer)) return notFound(`There is no pacticipant ${names.consumer}.`);
  const pacts = pactsWhere(
    log.tables,
    'c.name = ? AND p.name = ? ORDER BY k.version_id DESC',
    names.consumer,
    names.provider,
  );
  return ok({
    _links: {
      self: { href: pairHref(links, names, 'versions') },
      'pb:pact-versions': pacts.map((pact) => ({
        title: 'Pact',
        name: pactName(pact),
        href: pairHref(links, pact, 'version', pact.version),
      })),
    },
  });
}

function byHash(call: Call): Reply {
  const { log, links, part } = call;
  const names = { consumer: part('consumer'), provider: part('provider'), hash: part('hash') };
  const pact = findPactByHash(log.tables, names);
  if (pact === undefined)
    return notFound(`There is no pact between ${names.consumer} and ${names.provider} with the content ${names.hash}.`);
  const metadata = part('metadata');
  const self = metadata === '' ? pactVersionHref(links, pact) : `${pactVersionHref(links, pact)}/metadata/${metadata}`;
  return ok(pactResource(log, links, pact, { self, results: self }));
}

function consumerVersions({ log, links, part }: Call): Reply {
  const [consumer, provider, hash] = [part('consumer'), part('provider'), part('hash')];
  const pacts = pactsWhere(
    log.tables,
    'c.name = ? AND p.name = ? AND h.hash = ? ORDER BY k.version_id DESC',
    consumer,
    provider,
    hash,
  );
  return ok({
    _embedded: {
      versions: pacts.map(({ version }) => ({
        number: version,
        _links: { self: { title: 'Version', name: version, href: versionHref(links, consumer, version) } },
      })),
    },
  });
}
