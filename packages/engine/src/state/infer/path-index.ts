import type { Operation } from '../../operation.ts';
import type { Resource, Role } from '../resource.ts';
import { addresses, homeByPath } from './home.ts';
import { otherLists } from './other-lists.ts';

/** Finds resources by paths and methods alone, so that a large document costs a millisecond. Never looks into a schema. */
export interface PathIndex {
  readonly resources: readonly Resource[];
  byTemplate(template: string): Resource | undefined;
  /** Each with another list of its items, `/pets/findByStatus`; only schemas tell whether it is one. */
  readonly searches: readonly Resource[];
  /** Where the items of a list may be read that has no address for them; only schemas tell whether they are. */
  homeOf(resource: Resource): Resource | undefined;
  /** What the operation does, and to which resource. */
  roleOf(operation: Operation): { readonly resource: Resource; readonly role: Role } | undefined;
}

export function indexPaths(operations: readonly Operation[]): PathIndex {
  const byTemplate = new Map<string, Map<string, Operation>>();
  for (const operation of operations) {
    const methods = byTemplate.get(operation.template) ?? new Map<string, Operation>();
    methods.set(operation.method, operation);
    byTemplate.set(operation.template, methods);
  }
  const resources = new Map<string, Resource>();
  const roles = new Map<Operation, { resource: Resource; role: Role }>();
  for (const template of itemTemplates(byTemplate)) {
    const resource = resourceOf(template, byTemplate);
    if (resource === undefined || resources.has(template)) continue;
    resources.set(template, resource);
    for (const [role, operation] of Object.entries(resource.operations))
      if (operation !== undefined && isRole(role) && !roles.has(operation)) roles.set(operation, { resource, role });
  }
  const known = addresses([...resources.values()]);
  for (const [template, methods] of byTemplate) {
    const create = methods.get('POST');
    if (create === undefined || roles.has(create) || LAST_PARAMETER.test(template)) continue;
    const resource = madeOnly(template, create);
    if (homeByPath(resource, known) === undefined) continue;
    resources.set(resource.template, resource);
    roles.set(create, { resource, role: 'create' });
  }
  const all = [...resources.values()];
  const searches = otherLists(
    operations.filter((operation) => !roles.has(operation)),
    all,
  );
  for (const resource of searches)
    if (resource.operations.list !== undefined) roles.set(resource.operations.list, { resource, role: 'list' });
  return {
    resources: all,
    searches,
    homeOf: (resource) => homeByPath(resource, known),
    byTemplate: (template) => resources.get(template),
    roleOf: (operation) => roles.get(operation),
  };
}

/** The format that some write behind each path, `/calls/{sid}.json` of `/calls.json`, names nothing. */
const LAST_PARAMETER = /^(.+)\/\{([^{}/]+)\}(\.(?:json|xml))?$/;

function itemPath(template: string): { readonly collection: string; readonly parameter: string } | undefined {
  const [, above, parameter, format = ''] = LAST_PARAMETER.exec(template) ?? [];
  return above === undefined || parameter === undefined ? undefined : { collection: above + format, parameter };
}

/** Paths that end in a parameter; and for a collection without such a path one that would, since its items are listed by id all the same. */
function itemTemplates(byTemplate: ReadonlyMap<string, ReadonlyMap<string, Operation>>): string[] {
  const items = [...byTemplate.keys()].filter((template) => LAST_PARAMETER.test(template));
  const collections = new Set(items.map((template) => itemPath(template)?.collection));
  const lonely = [...byTemplate].filter(
    ([template, methods]) =>
      methods.has('GET') && methods.has('POST') && !collections.has(template) && !LAST_PARAMETER.test(template),
  );
  return [...items, ...lonely.map(([template]) => `${template}/{id}`)];
}

function resourceOf(
  template: string,
  byTemplate: ReadonlyMap<string, ReadonlyMap<string, Operation>>,
): Resource | undefined {
  const item = itemPath(template);
  if (item === undefined) return undefined;
  const { collection, parameter } = item;
  const one = byTemplate.get(template);
  const read = one?.get('GET');
  // `/users/{id}` above `/users/{id}/{thing}` is an item; what is below it is no list of its own unless it has no parameter.
  const all = LAST_PARAMETER.test(collection) ? undefined : byTemplate.get(collection);
  // What nobody can read back needs no memory.
  if (read === undefined && all?.get('GET') === undefined) return undefined;
  return {
    template,
    collection,
    parameter,
    operations: {
      list: all?.get('GET'),
      create: all?.get('POST'),
      read,
      replace: one?.get('PUT'),
      // A POST to something that nobody can read is an action.
      patch: one?.get('PATCH') ?? (read && one?.get('POST')),
      remove: one?.get('DELETE'),
      replaceByBody: all?.get('PUT'),
    },
  };
}

/** What is made in one place and read in another. */
const madeOnly = (collection: string, create: Operation): Resource => ({
  ...{ template: `${collection}/{id}`, collection, parameter: 'id' },
  operations: {
    ...{ create, list: undefined, read: undefined, replace: undefined, patch: undefined },
    ...{ remove: undefined, replaceByBody: undefined },
  },
});

const ROLES = new Set<string>(['list', 'create', 'read', 'replace', 'patch', 'remove', 'replaceByBody']);
const isRole = (name: string): name is Role => ROLES.has(name);
