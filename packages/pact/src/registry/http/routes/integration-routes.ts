import { findPacticipant } from '../../read/pacticipants.ts';
import { flag, integer, optional, text } from '../../store/column.ts';
import { type Links, pacticipantHref, pairHref } from '../links.ts';
import { isoTime } from '../resources/iso-time.ts';
import { type Call, noContent, notFound, ok, type Reply, type Route } from '../route.ts';

/** Who has a contract with whom; how much there is; whether the registry is well. */
export const integrationRoutes: readonly Route[] = [
  { method: 'GET', path: '/integrations', handle: list },
  { method: 'DELETE', path: '/integrations/provider/:provider/consumer/:consumer', handle: remove },
  { method: 'GET', path: '/metrics', handle: metrics },
  {
    method: 'GET',
    path: '/diagnostic/status/heartbeat',
    handle: ({ links }) => ok({ ok: true, _links: { self: { href: links.to('diagnostic', 'status', 'heartbeat') } } }),
  },
];

const shape = { consumer: text, provider: text, success: optional(flag), verified: optional(flag), at: integer };

function list({ log, links }: Call): Reply {
  const found = log.tables.all(
    shape,
    `SELECT c.name AS consumer, p.name AS provider, h.created_at AS at,
       (SELECT r.success FROM verifications r WHERE r.pact_version_id = h.id ORDER BY r.id DESC LIMIT 1) AS success,
       EXISTS (SELECT 1 FROM verifications r JOIN pact_versions o ON o.id = r.pact_version_id
         WHERE o.consumer_id = c.id AND o.provider_id = p.id) AS verified
     FROM pacts k JOIN pacticipants c ON c.id = k.consumer_id JOIN pacticipants p ON p.id = k.provider_id
     JOIN pact_versions h ON h.id = k.pact_version_id
     WHERE k.version_id = (SELECT max(version_id) FROM pacts WHERE provider_id = p.id AND consumer_id = c.id)
     ORDER BY c.name, p.name`,
  );
  return ok({
    _embedded: {
      integrations: found.map(({ consumer, provider, success, verified, at }) => ({
        consumer: side(links, consumer),
        provider: side(links, provider),
        verificationStatus: statusOf(success, verified ?? false),
        updatedAt: isoTime(at),
        _links: {
          'pb:dashboard': { href: pairHref(links, { consumer, provider }, 'latest') },
          'pb:integration': { href: links.to('integrations', 'provider', provider, 'consumer', consumer) },
        },
      })),
    },
  });
}

const side = (links: Links, name: string) => ({ name, _links: { self: { href: pacticipantHref(links, name) } } });

/** Of the latest pact; stale where only an earlier content was verified. */
function statusOf(success: boolean | undefined, verified: boolean): string {
  if (success === undefined) return verified ? 'stale' : 'never';
  return success ? 'success' : 'failed';
}

function remove({ log, part }: Call): Reply {
  const [consumer, provider] = [part('consumer'), part('provider')];
  for (const name of [consumer, provider])
    if (findPacticipant(log.tables, name) === undefined) return notFound(`There is no pacticipant ${name}.`);
  log.record({ type: 'integration-deleted', consumer, provider });
  return noContent;
}

const COUNTED = {
  pacticipants: 'pacticipants',
  pacticipantVersions: 'versions',
  pactPublications: 'pacts',
  pactVersions: 'pact_versions',
  verificationResults: 'verifications',
  branches: 'branches',
  tags: 'tags',
  environments: 'environments',
  deployedVersions: 'deployed_versions',
  releasedVersions: 'released_versions',
  events: 'events',
} as const;

function metrics({ log }: Call): Reply {
  const counts = Object.entries(COUNTED).map(([name, table]) => {
    const row = log.tables.one({ count: integer }, `SELECT count(*) AS count FROM ${table}`);
    return [name, { count: row?.count ?? 0 }] as const;
  });
  return ok(Object.fromEntries(counts));
}
