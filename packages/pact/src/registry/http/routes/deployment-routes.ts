import { deployedWhere, environmentNamed, findEnvironment, releasedWhere, type Stay } from '../../read/environments.ts';
import type { Version } from '../../read/versions.ts';
import { findVersion } from '../../read/versions.ts';
import { type Links, pacticipantHref, versionHref } from '../links.ts';
import { isoTime } from '../resources/iso-time.ts';
import { versionSummary } from '../resources/version-resource.ts';
import { type Call, created, type Hal, invalid, notFound, ok, type Reply, type Route } from '../route.ts';
import { withEnvironment } from './environment-routes.ts';
import { withVersion } from './version-routes.ts';

const VERSION = '/pacticipants/:name/versions/:version';

/** What is deployed where, and what is released and supported where. */
export const deploymentRoutes: readonly Route[] = [
  { method: 'POST', path: `${VERSION}/deployed-versions/environment/:uuid`, handle: withVersion(deploy) },
  { method: 'GET', path: `${VERSION}/deployed-versions/environment/:uuid`, handle: withVersion(deploymentsOf) },
  { method: 'GET', path: '/deployed-versions/:uuid', handle: (call) => one(call, deployedWhere) },
  { method: 'PATCH', path: '/deployed-versions/:uuid', handle: endDeployment },
  {
    method: 'GET',
    path: '/environments/:uuid/deployed-versions/currently-deployed',
    handle: withEnvironment((call, { id }) => list(call, currently(call, deployedWhere, id), 'deployedVersions')),
  },
  { method: 'POST', path: `${VERSION}/released-versions/environment/:uuid`, handle: withVersion(release) },
  { method: 'GET', path: `${VERSION}/released-versions/environment/:uuid`, handle: withVersion(releasesOf) },
  { method: 'GET', path: '/released-versions/:uuid', handle: (call) => one(call, releasedWhere) },
  { method: 'PATCH', path: '/released-versions/:uuid', handle: endSupport },
  {
    method: 'GET',
    path: '/environments/:uuid/released-versions/currently-supported',
    handle: withEnvironment((call, { id }) => list(call, currently(call, releasedWhere, id), 'releasedVersions')),
  },
];

type StaysWhere = typeof deployedWhere;

function currently({ log, query }: Call, staysWhere: StaysWhere, environmentId: number): readonly Stay[] {
  const wanted = [
    ['pacticipant', (stay: Stay) => stay.pacticipant],
    ['pacticipantName', (stay: Stay) => stay.pacticipant],
    ['version', (stay: Stay) => stay.version],
    ['pacticipantVersionNumber', (stay: Stay) => stay.version],
    ['applicationInstance', (stay: Stay) => stay.target ?? ''],
    ['target', (stay: Stay) => stay.target ?? ''],
  ] as const;
  return staysWhere(
    log.tables,
    's.environment_id = ? AND s.ended_at IS NULL ORDER BY p.name, s.id',
    environmentId,
  ).filter((stay) => wanted.every(([name, of]) => (query.get(name) ?? of(stay)) === of(stay)));
}

const list = ({ log, links }: Call, stays: readonly Stay[], name: 'deployedVersions' | 'releasedVersions'): Reply =>
  ok({ _embedded: { [name]: stays.map((stay) => resource(log, links, stay, name === 'deployedVersions')) } });

function deploy({ log, links, part, body }: Call, { pacticipant, number }: Version): Reply {
  const environment = findEnvironment(log.tables, part('uuid')) ?? environmentNamed(log.tables, part('uuid'));
  if (environment === undefined) return notFound(`There is no environment ${part('uuid')}.`);
  const target = body.applicationInstance ?? body.target ?? null;
  if (target !== null && typeof target !== 'string') return invalid({ applicationInstance: ['must be a text'] });
  const uuid = log.uuid();
  log.record({
    type: 'version-deployed',
    pacticipant,
    version: number,
    uuid,
    environment: environment.uuid,
    target: target || null,
  });
  const [stay] = deployedWhere(log.tables, 's.uuid = ?', uuid);
  return stay === undefined
    ? notFound('It is gone.')
    : created(resource(log, links, stay, true), links.to('deployed-versions', uuid));
}

/** A version that is supported there already is not released twice. */
function release({ log, links, part }: Call, { id, pacticipant, number }: Version): Reply {
  const environment = findEnvironment(log.tables, part('uuid')) ?? environmentNamed(log.tables, part('uuid'));
  if (environment === undefined) return notFound(`There is no environment ${part('uuid')}.`);
  const [before] = releasedWhere(
    log.tables,
    's.version_id = ? AND s.environment_id = ? AND s.ended_at IS NULL',
    id,
    environment.id,
  );
  if (before !== undefined) return ok(resource(log, links, before, false));
  const uuid = log.uuid();
  log.record({ type: 'version-released', pacticipant, version: number, uuid, environment: environment.uuid });
  const [stay] = releasedWhere(log.tables, 's.uuid = ?', uuid);
  return stay === undefined
    ? notFound('It is gone.')
    : created(resource(log, links, stay, false), links.to('released-versions', uuid));
}

const OF_VERSION = 's.version_id = ? AND e.uuid = ? ORDER BY s.id DESC';

function deploymentsOf(call: Call, { id }: Version): Reply {
  return list(call, deployedWhere(call.log.tables, OF_VERSION, id, call.part('uuid')), 'deployedVersions');
}

function releasesOf(call: Call, { id }: Version): Reply {
  return list(call, releasedWhere(call.log.tables, OF_VERSION, id, call.part('uuid')), 'releasedVersions');
}

function one({ log, links, part }: Call, staysWhere: StaysWhere): Reply {
  const [stay] = staysWhere(log.tables, 's.uuid = ?', part('uuid'));
  return stay === undefined
    ? notFound(`There is no record ${part('uuid')}.`)
    : ok(resource(log, links, stay, staysWhere === deployedWhere));
}

function endDeployment(call: Call): Reply {
  const { log, part, body } = call;
  const answer = one(call, deployedWhere);
  if (answer.status !== 200) return answer;
  if (body.currentlyDeployed !== false)
    return invalid({ currentlyDeployed: ['must be false: deploying again is a new record'] });
  log.record({ type: 'version-undeployed', uuid: part('uuid') });
  return one(call, deployedWhere);
}

function endSupport(call: Call): Reply {
  const { log, part, body } = call;
  const answer = one(call, releasedWhere);
  if (answer.status !== 200) return answer;
  if (body.currentlySupported !== false)
    return invalid({ currentlySupported: ['must be false: releasing again is a new record'] });
  log.record({ type: 'support-ended', uuid: part('uuid') });
  return one(call, releasedWhere);
}

function resource(log: Call['log'], links: Links, stay: Stay, isDeployment: boolean): Hal {
  const { uuid, pacticipant, version, environment, environmentUuid, target, createdAt, endedAt } = stay;
  const found = findVersion(log.tables, pacticipant, version);
  return {
    uuid,
    ...(isDeployment
      ? {
          currentlyDeployed: endedAt === undefined,
          ...(target !== undefined && { applicationInstance: target, target }),
          ...(endedAt !== undefined && { undeployedAt: isoTime(endedAt) }),
        }
      : {
          currentlySupported: endedAt === undefined,
          ...(endedAt !== undefined && { supportEndedAt: isoTime(endedAt) }),
        }),
    createdAt: isoTime(createdAt),
    _embedded: {
      pacticipant: { name: pacticipant, _links: { self: { href: pacticipantHref(links, pacticipant) } } },
      ...(found && { version: versionSummary(log.tables, links, found) }),
      environment: {
        uuid: environmentUuid,
        name: environment,
        production: stay.production,
        _links: { self: { href: links.to('environments', environmentUuid) } },
      },
    },
    _links: {
      self: { href: links.to(isDeployment ? 'deployed-versions' : 'released-versions', uuid) },
      'pb:pacticipant': { name: pacticipant, href: pacticipantHref(links, pacticipant) },
      'pb:version': { name: version, href: versionHref(links, pacticipant, version) },
      'pb:environment': { name: environment, href: links.to('environments', environmentUuid) },
    },
  };
}
