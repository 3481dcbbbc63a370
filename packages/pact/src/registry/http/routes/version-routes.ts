import { ensureTag, ensureVersion } from '../../publish/ensure.ts';
import {
  branchesOf,
  findVersion,
  latestOfBranch,
  latestTagged,
  latestVersion,
  tagsOf,
  type Version,
  versionsWhere,
} from '../../read/versions.ts';
import { integer, text } from '../../store/column.ts';
import { branchVersionHref, versionHref } from '../links.ts';
import { isoTime } from '../resources/iso-time.ts';
import { versionResource, versionSummary } from '../resources/version-resource.ts';
import { type Call, created, invalid, noContent, notFound, ok, type Reply, type Route } from '../route.ts';
import { isName } from './contract-routes.ts';
import { withPacticipant } from './pacticipant-routes.ts';

const ONE = '/pacticipants/:name';
const VERSION = `${ONE}/versions/:version`;
const TAG = `${VERSION}/tags/:tag`;
const BRANCH = `${ONE}/branches/:branch`;

/** Versions of pacticipants, and their tags and branches. */
export const versionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${ONE}/versions`,
    handle: withPacticipant((call, { name }) => page(call, 'p.name = ?', name)),
  },
  { method: 'GET', path: VERSION, handle: withVersion(show) },
  { method: 'PUT', path: VERSION, handle: put },
  { method: 'PATCH', path: VERSION, handle: put },
  { method: 'DELETE', path: VERSION, handle: withVersion(remove) },
  {
    method: 'GET',
    path: `${ONE}/latest-version`,
    handle: (call) => latest(call, latestVersion(call.log.tables, call.part('name'))),
  },
  {
    method: 'GET',
    path: `${ONE}/latest-version/:tag`,
    handle: (call) => latest(call, latestTagged(call.log.tables, call.part('name'), call.part('tag'))),
  },
  {
    method: 'GET',
    path: `${ONE}/main-branch/latest-version`,
    handle: withPacticipant((call, { name, mainBranch }) =>
      latest(call, mainBranch === undefined ? undefined : latestOfBranch(call.log.tables, name, mainBranch)),
    ),
  },
  { method: 'GET', path: `${VERSION}/tags`, handle: withVersion(tags) },
  { method: 'GET', path: TAG, handle: withVersion(tag) },
  { method: 'PUT', path: TAG, handle: addTag },
  { method: 'DELETE', path: TAG, handle: withVersion(removeTag) },
  { method: 'GET', path: `${ONE}/branches`, handle: withPacticipant((call, { id }) => branches(call, id)) },
  { method: 'GET', path: BRANCH, handle: withPacticipant((call, { id }) => branch(call, id)) },
  { method: 'DELETE', path: BRANCH, handle: withPacticipant((call, { id }) => removeBranch(call, id)) },
  {
    method: 'GET',
    path: `${BRANCH}/latest-version`,
    handle: (call) => latest(call, latestOfBranch(call.log.tables, call.part('name'), call.part('branch'))),
  },
  {
    method: 'GET',
    path: `${BRANCH}/versions`,
    handle: withPacticipant((call, { name }) => page(call, `p.name = ? AND ${IN_BRANCH}`, name, call.part('branch'))),
  },
  { method: 'GET', path: `${BRANCH}/versions/:version`, handle: withVersion(branchVersion) },
  { method: 'PUT', path: `${BRANCH}/versions/:version`, handle: joinBranch },
  { method: 'DELETE', path: `${BRANCH}/versions/:version`, handle: withVersion(leaveBranch) },
];

const IN_BRANCH =
  'v.id IN (SELECT m.version_id FROM branch_versions m JOIN branches b ON b.id = m.branch_id WHERE b.pacticipant_id = p.id AND b.name = ?)';

export function withVersion(then: (call: Call, version: Version) => Reply): Route['handle'] {
  return (call) => {
    const [name, number] = [call.part('name'), call.part('version')];
    const version = findVersion(call.log.tables, name, number);
    return version === undefined ? notFound(`There is no version ${number} of ${name}.`) : then(call, version);
  };
}

const DEFAULT_PAGE = 100;

function page(call: Call, condition: string, ...values: readonly string[]): Reply {
  const { log, links, query, part } = call;
  const size = positive(query.get('size') ?? query.get('pageSize')) ?? DEFAULT_PAGE;
  const number = positive(query.get('page') ?? query.get('pageNumber')) ?? 1;
  const found = versionsWhere(
    log.tables,
    `${condition} ORDER BY v.id DESC LIMIT ? OFFSET ?`,
    ...values,
    size + 1,
    (number - 1) * size,
  );
  const shown = found.slice(0, size);
  const href = links.to('pacticipants', part('name'), 'versions');
  return ok({
    _embedded: { versions: shown.map((version) => versionSummary(log.tables, links, version)) },
    _links: {
      self: { href },
      ...(found.length > size && { next: { href: `${href}?page=${number + 1}&size=${size}` } }),
      ...(number > 1 && { previous: { href: `${href}?page=${number - 1}&size=${size}` } }),
      'pb:versions': shown.map((version) => ({
        title: 'Version',
        name: version.number,
        href: versionHref(links, version.pacticipant, version.number),
      })),
    },
  });
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return text !== null && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function show({ log, links }: Call, version: Version): Reply {
  return ok(versionResource(log.tables, links, version));
}

function put(call: Call): Reply {
  const { log, links, body, part } = call;
  const [name, number] = [part('name'), part('version')];
  const { buildUrl, branch: branchName } = body;
  if (!isName(name) || !isName(number)) return invalid({ version: ['is blank, or dots only'] });
  if (buildUrl !== undefined && buildUrl !== null && typeof buildUrl !== 'string')
    return invalid({ buildUrl: ['must be a text'] });
  const tagNames = Array.isArray(body.tags) ? body.tags.flatMap(tagName) : [];
  const { version, isNew } = log.transaction(() =>
    ensureVersion(log, name, number, { buildUrl, branch: isName(branchName) ? branchName : undefined, tags: tagNames }),
  );
  const resource = versionResource(log.tables, links, version);
  return isNew ? created(resource, versionHref(links, name, number)) : ok(resource);
}

const tagName = (given: unknown): string[] => {
  const name = typeof given === 'object' && given !== null && 'name' in given ? given.name : given;
  return typeof name === 'string' && isName(name) ? [name] : [];
};

function remove({ log }: Call, { pacticipant, number }: Version): Reply {
  log.record({ type: 'version-deleted', pacticipant, version: number });
  return noContent;
}

const latest = (call: Call, version: Version | undefined): Reply =>
  version === undefined ? notFound(`There is no such version of ${call.part('name')}.`) : show(call, version);

function tags({ log, links }: Call, { id, pacticipant, number }: Version): Reply {
  return ok({
    _embedded: {
      tags: tagsOf(log.tables, id).map(({ name }) => ({
        name,
        _links: { self: { href: links.to('pacticipants', pacticipant, 'versions', number, 'tags', name) } },
      })),
    },
  });
}

function tag({ log, links, part }: Call, { id, pacticipant, number }: Version): Reply {
  const found = tagsOf(log.tables, id).find(({ name }) => name === part('tag'));
  if (found === undefined) return notFound(`Version ${number} of ${pacticipant} has no tag ${part('tag')}.`);
  return ok({
    name: found.name,
    createdAt: isoTime(found.createdAt),
    _links: {
      self: {
        title: 'Tag',
        name: found.name,
        href: links.to('pacticipants', pacticipant, 'versions', number, 'tags', found.name),
      },
      version: { title: 'Version', name: number, href: versionHref(links, pacticipant, number) },
      pacticipant: { title: 'Pacticipant', name: pacticipant, href: links.to('pacticipants', pacticipant) },
    },
  });
}

function addTag(call: Call): Reply {
  const { log, part } = call;
  const [name, number, wanted] = [part('name'), part('version'), part('tag')];
  if (![name, number, wanted].every(isName)) return invalid({ tag: ['is blank, or dots only'] });
  const isNew = log.transaction(() => {
    ensureVersion(log, name, number);
    return ensureTag(log, name, number, wanted);
  });
  return { ...withVersion(tag)(call), status: isNew ? 201 : 200 };
}

function removeTag(call: Call, version: Version): Reply {
  const answer = tag(call, version);
  if (answer.status !== 200) return answer;
  call.log.record({
    type: 'tag-removed',
    pacticipant: version.pacticipant,
    version: version.number,
    tag: call.part('tag'),
  });
  return noContent;
}

const branchShape = { name: text, createdAt: integer };

function branchesIn({ log }: Call, pacticipantId: number) {
  const sql = 'SELECT name, created_at AS createdAt FROM branches WHERE pacticipant_id = ? ORDER BY name';
  return log.tables.all(branchShape, sql, pacticipantId);
}

function branchResource({ links, part }: Call, { name, createdAt }: { name: string; createdAt: number }) {
  const self = links.to('pacticipants', part('name'), 'branches', name);
  return {
    name,
    createdAt: isoTime(createdAt),
    _links: {
      self: { title: 'Branch', href: self },
      'pb:latest-version': { title: 'Latest version of the branch', href: `${self}/latest-version` },
      'pb:versions': { title: 'Versions of the branch', href: `${self}/versions` },
    },
  };
}

function branches(call: Call, pacticipantId: number): Reply {
  const wanted = call.query.get('q');
  const found = branchesIn(call, pacticipantId).filter(({ name }) => wanted === null || name.includes(wanted));
  return ok({ _embedded: { branches: found.map((each) => branchResource(call, each)) } });
}

function branch(call: Call, pacticipantId: number): Reply {
  const found = branchesIn(call, pacticipantId).find(({ name }) => name === call.part('branch'));
  return found === undefined ? notFound(`There is no branch ${call.part('branch')}.`) : ok(branchResource(call, found));
}

function removeBranch(call: Call, pacticipantId: number): Reply {
  const answer = branch(call, pacticipantId);
  if (answer.status !== 200) return answer;
  call.log.record({ type: 'branch-deleted', pacticipant: call.part('name'), branch: call.part('branch') });
  return noContent;
}

function branchVersion({ log, links, part }: Call, { id, pacticipant, number }: Version): Reply {
  const found = branchesOf(log.tables, id).find(({ name }) => name === part('branch'));
  if (found === undefined) return notFound(`Version ${number} of ${pacticipant} is not in branch ${part('branch')}.`);
  return ok({
    createdAt: isoTime(found.createdAt),
    _links: {
      self: { title: 'Branch version', href: branchVersionHref(links, pacticipant, found.name, number) },
      'pb:version': { title: 'Version', name: number, href: versionHref(links, pacticipant, number) },
    },
  });
}

function joinBranch(call: Call): Reply {
  const { log, part } = call;
  const [name, number, wanted] = [part('name'), part('version'), part('branch')];
  if (![name, number, wanted].every(isName)) return invalid({ branch: ['is blank, or dots only'] });
  const known = findVersion(log.tables, name, number);
  const isMember = known !== undefined && branchesOf(log.tables, known.id).some((each) => each.name === wanted);
  log.transaction(() => ensureVersion(log, name, number, { branch: wanted }));
  return { ...withVersion(branchVersion)(call), status: isMember ? 200 : 201 };
}

function leaveBranch(call: Call, version: Version): Reply {
  const answer = branchVersion(call, version);
  if (answer.status !== 200) return answer;
  const { pacticipant, number } = version;
  call.log.record({ type: 'branch-left', pacticipant, version: number, branch: call.part('branch') });
  return noContent;
}
