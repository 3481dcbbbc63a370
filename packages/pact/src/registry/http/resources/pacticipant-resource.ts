import { labelsOf, type Pacticipant } from '../../read/pacticipants.ts';
import { latestVersion } from '../../read/versions.ts';
import type { Database } from '../../store/database.ts';
import { encodePart, type Links, pacticipantHref } from '../links.ts';
import type { Hal } from '../route.ts';
import { isoTime } from './iso-time.ts';
import { versionSummary } from './version-resource.ts';

export function pacticipantResource(tables: Database, links: Links, pacticipant: Pacticipant): Hal {
  const { id, name, createdAt, updatedAt, displayName = name, mainBranch } = pacticipant;
  const { repositoryName, repositoryNamespace, repositoryUrl } = pacticipant;
  const latest = latestVersion(tables, name);
  const labels = labelsOf(tables, id).map((label) => ({
    name: label.name,
    _links: { self: { href: links.to('pacticipants', name, 'labels', label.name) } },
  }));
  return {
    name,
    displayName,
    ...(repositoryName !== undefined && { repositoryName }),
    ...(repositoryNamespace !== undefined && { repositoryNamespace }),
    ...(repositoryUrl !== undefined && { repositoryUrl }),
    ...(mainBranch !== undefined && { mainBranch }),
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    _embedded: {
      ...(latest && { latestVersion: versionSummary(tables, links, latest) }),
      labels,
    },
    _links: pacticipantLinks(links, name),
  };
}

function pacticipantLinks(links: Links, name: string): Hal {
  const below = `/pacticipants/${encodePart(name)}`;
  const templated = (path: string, title: string) => ({ title, href: links.template(below + path), templated: true });
  return {
    self: { href: pacticipantHref(links, name) },
    'pb:versions': { href: links.to('pacticipants', name, 'versions') },
    'pb:version': templated('/versions/{version}', 'A version'),
    'pb:version-tag': templated('/versions/{version}/tags/{tag}', 'A tag of a version'),
    'pb:branches': { href: links.to('pacticipants', name, 'branches') },
    'pb:branch-version': templated('/branches/{branch}/versions/{version}', 'A version in a branch'),
    'pb:label': templated('/labels/{label}', 'A label'),
    'pb:latest-version': { href: links.to('pacticipants', name, 'latest-version') },
    versions: { href: links.to('pacticipants', name, 'versions') },
  };
}
