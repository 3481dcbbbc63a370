import { allEnvironments } from '../../read/environments.ts';
import { pactsWhere } from '../../read/pacts.ts';
import { branchesOf, tagsOf, type Version } from '../../read/versions.ts';
import type { Database } from '../../store/database.ts';
import { branchVersionHref, type Links, pactHref, pacticipantHref, versionHref } from '../links.ts';
import type { Hal } from '../route.ts';
import { isoTime } from './iso-time.ts';

/** A version as it stands within other documents. */
export function versionSummary(tables: Database, links: Links, version: Version): Hal {
  const { pacticipant, number, buildUrl, createdAt, id } = version;
  const branchVersions = branchesOf(tables, id).map(({ name, isLatest }) => ({
    name,
    latest: isLatest,
    _links: { self: { href: branchVersionHref(links, pacticipant, name, number) } },
  }));
  const tags = tagsOf(tables, id).map(({ name, isLatest, createdAt: taggedAt }) => ({
    name,
    latest: isLatest,
    createdAt: isoTime(taggedAt),
    _links: { self: { href: links.to('pacticipants', pacticipant, 'versions', number, 'tags', name) } },
  }));
  return {
    number,
    ...(buildUrl !== undefined && { buildUrl }),
    createdAt: isoTime(createdAt),
    _embedded: { branchVersions, tags },
    _links: { self: { title: 'Version', name: number, href: versionHref(links, pacticipant, number) } },
  };
}

/** A version with the ways to record where it went. */
export function versionResource(tables: Database, links: Links, version: Version): Hal {
  const { pacticipant, number, id } = version;
  const environments = allEnvironments(tables);
  const record = (what: 'deployed-versions' | 'released-versions', title: string) =>
    environments.map(({ name, displayName, uuid }) => ({
      title: `${title} to ${displayName ?? name}`,
      name,
      href: links.to('pacticipants', pacticipant, 'versions', number, what, 'environment', uuid),
    }));
  const pacts = pactsWhere(tables, 'k.version_id = ? ORDER BY p.name', id);
  return {
    ...versionSummary(tables, links, version),
    _links: {
      self: { title: 'Version', name: number, href: versionHref(links, pacticipant, number) },
      'pb:pacticipant': { title: 'Pacticipant', name: pacticipant, href: pacticipantHref(links, pacticipant) },
      'pb:record-deployment': record('deployed-versions', 'Record deployment'),
      'pb:record-release': record('released-versions', 'Record release'),
      'pb:pact-versions': pacts.map((pact) => ({
        title: 'Pact',
        name: `Pact between ${pact.consumer} (${number}) and ${pact.provider}`,
        href: pactHref(links, pact),
      })),
      'pb:latest-verification-results-where-pacticipant-is-consumer': {
        title: 'Latest verification results of the pacts of this version',
        href: links.to('verification-results', 'consumer', pacticipant, 'version', number, 'latest'),
      },
    },
  };
}
