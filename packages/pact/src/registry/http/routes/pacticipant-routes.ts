import type { JsonObject } from '../../../pact/pact.ts';
import { ensurePacticipant } from '../../publish/ensure.ts';
import {
  allLabels,
  allPacticipants,
  findPacticipant,
  labelsOf,
  type Pacticipant,
  pacticipantsLabelled,
} from '../../read/pacticipants.ts';
import type { PacticipantProperties } from '../../record/event.ts';
import { pacticipantHref } from '../links.ts';
import { isoTime } from '../resources/iso-time.ts';
import { pacticipantResource } from '../resources/pacticipant-resource.ts';
import { type Call, created, invalid, noContent, notFound, ok, type Reply, type Route } from '../route.ts';
import { isName } from './contract-routes.ts';

const ONE = '/pacticipants/:name';

/** Consumers and providers, and their labels. */
export const pacticipantRoutes: readonly Route[] = [
  { method: 'GET', path: '/pacticipants', handle: (call) => list(call, allPacticipants(call.log.tables)) },
  { method: 'POST', path: '/pacticipants', handle: create },
  {
    method: 'GET',
    path: '/pacticipants/label/:label',
    handle: (call) => list(call, pacticipantsLabelled(call.log.tables, call.part('label'))),
  },
  { method: 'GET', path: ONE, handle: withPacticipant(show) },
  { method: 'PUT', path: ONE, handle: (call) => put(call, call.part('name'), allProperties) },
  { method: 'PATCH', path: ONE, handle: (call) => put(call, call.part('name'), givenProperties) },
  { method: 'DELETE', path: ONE, handle: withPacticipant(remove) },
  {
    method: 'GET',
    path: '/labels',
    handle: ({ log }) => ok({ _embedded: { labels: allLabels(log.tables).map((name) => ({ name })) } }),
  },
  { method: 'GET', path: `${ONE}/labels`, handle: withPacticipant(labels) },
  { method: 'GET', path: `${ONE}/labels/:label`, handle: withPacticipant(label) },
  { method: 'PUT', path: `${ONE}/labels/:label`, handle: withPacticipant(addLabel) },
  { method: 'DELETE', path: `${ONE}/labels/:label`, handle: withPacticipant(removeLabel) },
];

export function withPacticipant(then: (call: Call, pacticipant: Pacticipant) => Reply): Route['handle'] {
  return (call) => {
    const name = call.part('name');
    const pacticipant = findPacticipant(call.log.tables, name);
    return pacticipant === undefined ? notFound(`There is no pacticipant ${name}.`) : then(call, pacticipant);
  };
}

function list({ log, links }: Call, found: readonly Pacticipant[]): Reply {
  const pacticipants = found.map((each) => pacticipantResource(log.tables, links, each));
  return ok({
    // Twice: `pact-broker list-pacticipants` reads the one that the Broker calls deprecated.
    pacticipants,
    _embedded: { pacticipants },
    _links: {
      self: { href: links.to('pacticipants') },
      'pb:pacticipants': found.map(({ name, displayName = name }) => ({
        title: 'Pacticipant',
        name: displayName,
        href: pacticipantHref(links, name),
      })),
    },
  });
}

function show({ log, links }: Call, pacticipant: Pacticipant): Reply {
  return ok(pacticipantResource(log.tables, links, pacticipant));
}

function create(call: Call): Reply {
  const { name } = call.body;
  if (!isName(name)) return invalid({ name: ['must be a text that is not blank, and not "." or ".."'] });
  if (findPacticipant(call.log.tables, name) !== undefined)
    return { status: 409, body: { errors: { name: [`There is a pacticipant ${name} already.`] } } };
  return put(call, name, givenProperties);
}

function put(call: Call, name: string, read: (body: JsonObject) => PacticipantProperties): Reply {
  const { log, links, body } = call;
  if (!isName(name)) return invalid({ name: ['is blank, or dots only'] });
  const errors = wrongProperties(body);
  if (errors) return invalid(errors);
  const isNew = findPacticipant(log.tables, name) === undefined;
  log.transaction(() => {
    ensurePacticipant(log, name);
    log.record({ type: 'pacticipant-changed', name, properties: read(body) });
  });
  const pacticipant = findPacticipant(log.tables, name);
  if (pacticipant === undefined) return notFound(`There is no pacticipant ${name}.`);
  const resource = pacticipantResource(log.tables, links, pacticipant);
  return isNew ? created(resource, pacticipantHref(links, name)) : ok(resource);
}

const PROPERTIES = ['displayName', 'repositoryUrl', 'repositoryName', 'repositoryNamespace', 'mainBranch'] as const;

function wrongProperties(body: JsonObject): Record<string, string[]> | undefined {
  const wrong = PROPERTIES.filter(
    (name) => body[name] !== undefined && body[name] !== null && typeof body[name] !== 'string',
  );
  return wrong.length === 0 ? undefined : Object.fromEntries(wrong.map((name) => [name, ['must be a text']]));
}

/** What is not given stays. */
function givenProperties(body: JsonObject): PacticipantProperties {
  const given = PROPERTIES.flatMap((name) => {
    const value = body[name];
    return value === null || typeof value === 'string' ? [[name, value === '' ? null : value] as const] : [];
  });
  return Object.fromEntries(given);
}

/** What is not given is taken away. */
const allProperties = (body: JsonObject): PacticipantProperties => ({
  ...Object.fromEntries(PROPERTIES.map((name) => [name, null])),
  ...givenProperties(body),
});

function remove({ log }: Call, { name }: Pacticipant): Reply {
  log.record({ type: 'pacticipant-deleted', name });
  return noContent;
}

function labels({ log, links }: Call, { id, name }: Pacticipant): Reply {
  const found = labelsOf(log.tables, id).map((each) => ({
    name: each.name,
    _links: { self: { href: links.to('pacticipants', name, 'labels', each.name) } },
  }));
  return ok({ _embedded: { labels: found } });
}

function label({ log, links, part }: Call, { id, name }: Pacticipant): Reply {
  const found = labelsOf(log.tables, id).find((each) => each.name === part('label'));
  if (found === undefined) return notFound(`${name} has no label ${part('label')}.`);
  return ok({
    name: found.name,
    createdAt: isoTime(found.createdAt),
    _links: { self: { title: 'Label', name: found.name, href: links.to('pacticipants', name, 'labels', found.name) } },
  });
}

function addLabel(call: Call, pacticipant: Pacticipant): Reply {
  const { log, part } = call;
  const wanted = part('label');
  if (!isName(wanted)) return invalid({ label: ['is blank, or dots only'] });
  const isNew = !labelsOf(log.tables, pacticipant.id).some(({ name }) => name === wanted);
  if (isNew) log.record({ type: 'label-added', pacticipant: pacticipant.name, label: wanted });
  return { ...label(call, pacticipant), status: isNew ? 201 : 200 };
}

function removeLabel(call: Call, pacticipant: Pacticipant): Reply {
  const { log, part } = call;
  const answer = label(call, pacticipant);
  if (answer.status !== 200) return answer;
  log.record({ type: 'label-removed', pacticipant: pacticipant.name, label: part('label') });
  return noContent;
}
