import { isObject } from '../../../pact/json.ts';
import type { JsonObject } from '../../../pact/pact.ts';
import { allEnvironments, type Environment, environmentNamed, findEnvironment } from '../../read/environments.ts';
import type { EnvironmentProperties } from '../../record/event.ts';
import type { Links } from '../links.ts';
import { isoTime } from '../resources/iso-time.ts';
import { type Call, created, type Hal, invalid, noContent, notFound, ok, type Reply, type Route } from '../route.ts';
import { isName } from './contract-routes.ts';

const ONE = '/environments/:uuid';

/** Where versions are deployed and released to. */
export const environmentRoutes: readonly Route[] = [
  { method: 'GET', path: '/environments', handle: list },
  { method: 'POST', path: '/environments', handle: create },
  { method: 'GET', path: ONE, handle: withEnvironment(show) },
  { method: 'PUT', path: ONE, handle: withEnvironment(change) },
  { method: 'PATCH', path: ONE, handle: withEnvironment(change) },
  { method: 'DELETE', path: ONE, handle: withEnvironment(remove) },
];

export function withEnvironment(then: (call: Call, environment: Environment) => Reply): Route['handle'] {
  return (call) => {
    const environment = findEnvironment(call.log.tables, call.part('uuid'));
    return environment === undefined
      ? notFound(`There is no environment ${call.part('uuid')}.`)
      : then(call, environment);
  };
}

function list({ log, links, query }: Call): Reply {
  const name = query.get('name');
  const found = allEnvironments(log.tables).filter((each) => name === null || each.name === name);
  return ok({
    _embedded: { environments: found.map((each) => resource(links, each)) },
    _links: {
      self: { title: 'Environments', href: links.to('environments') },
      'pb:environments': found.map((each) => ({
        title: 'Environment',
        name: each.name,
        href: links.to('environments', each.uuid),
      })),
    },
  });
}

function show({ links }: Call, environment: Environment): Reply {
  return ok(resource(links, environment));
}

function create({ log, links, body }: Call): Reply {
  const read = propertiesIn(body, undefined);
  if ('errors' in read) return invalid(read.errors);
  if (environmentNamed(log.tables, read.name) !== undefined) return taken(read.name);
  const uuid = log.uuid();
  log.record({ type: 'environment-created', uuid, environment: read });
  return shown(log, links, uuid, true);
}

function change({ log, links, body }: Call, before: Environment): Reply {
  const read = propertiesIn(body, before);
  if ('errors' in read) return invalid(read.errors);
  const same = environmentNamed(log.tables, read.name);
  if (same !== undefined && same.uuid !== before.uuid) return taken(read.name);
  log.record({ type: 'environment-changed', uuid: before.uuid, environment: read });
  return shown(log, links, before.uuid, false);
}

function shown(log: Call['log'], links: Links, uuid: string, isNew: boolean): Reply {
  const environment = findEnvironment(log.tables, uuid);
  if (environment === undefined) return notFound(`There is no environment ${uuid}.`);
  const body = resource(links, environment);
  return isNew ? created(body, links.to('environments', uuid)) : ok(body);
}

const taken = (name: string): Reply => invalid({ name: [`There is an environment ${name} already.`] });

function remove({ log }: Call, { uuid }: Environment): Reply {
  log.record({ type: 'environment-deleted', uuid });
  return noContent;
}

type Errors = { readonly errors: Readonly<Record<string, readonly string[]>> };

/** What is not given stays as it was; a new environment needs a name, and to be said whether it is production. */
function propertiesIn(body: JsonObject, before: Environment | undefined): EnvironmentProperties | Errors {
  const { name = before?.name, production = before?.production, displayName = before?.displayName, contacts } = body;
  const errors: Record<string, string[]> = {};
  if (!isName(name) || /\s/.test(name)) errors.name = ['must be a text without spaces'];
  if (typeof production !== 'boolean') errors.production = ['must be true or false'];
  if (displayName !== undefined && displayName !== null && typeof displayName !== 'string')
    errors.displayName = ['must be a text'];
  if (contacts !== undefined && (!Array.isArray(contacts) || !contacts.every((each) => isObject(each))))
    errors.contacts = ['must be a list of objects with name and details'];
  if (typeof name !== 'string' || typeof production !== 'boolean' || Object.keys(errors).length > 0) return { errors };
  return {
    name,
    displayName: typeof displayName === 'string' ? displayName : null,
    production,
    contacts: Array.isArray(contacts) ? contacts : contactsOf(before),
  };
}

function contactsOf(environment: Environment | undefined): readonly unknown[] {
  const contacts: unknown = JSON.parse(environment?.contacts ?? '[]');
  return Array.isArray(contacts) ? contacts : [];
}

export function resource(links: Links, environment: Environment): Hal {
  const { uuid, name, displayName = name, production, createdAt, updatedAt } = environment;
  const below = (...rest: readonly string[]) => links.to('environments', uuid, ...rest);
  return {
    uuid,
    name,
    displayName,
    production,
    contacts: contactsOf(environment),
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
    _links: {
      self: { title: 'Environment', name, href: below() },
      'pb:currently-deployed-versions': {
        title: `Versions deployed to ${displayName}`,
        href: below('deployed-versions', 'currently-deployed'),
      },
      'pb:currently-deployed-deployed-versions': {
        title: `Versions deployed to ${displayName}`,
        href: below('deployed-versions', 'currently-deployed'),
      },
      'pb:currently-supported-released-versions': {
        title: `Versions released and supported in ${displayName}`,
        href: below('released-versions', 'currently-supported'),
      },
    },
  };
}
