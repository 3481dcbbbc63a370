import type { ApiDocument, Operation } from '../../operation.ts';
import { createSchemas, type Schemas } from '../../schema/schemas.ts';
import type { IdFormat, Resource, ResourceFacts } from '../resource.ts';
import { isHome } from './home.ts';
import { inferFacts, itemPlace } from './infer-facts.ts';
import { listPlace } from './list-facts.ts';
import { isOtherList, ownerOf } from './other-lists.ts';
import { indexPaths } from './path-index.ts';
import { successBody } from './properties.ts';

/** What was inferred of one resource, and why: plain data for people and programs. */
export interface ResourceDescription {
  /** Template of an item. */
  readonly resource: string;
  /** What each operation does: `{ create: 'createIntake' }`. */
  readonly operations: Readonly<Record<string, string>>;
  readonly idField: string | null;
  /** `uuid`, `integer`, `int_…`, or `sampled` from the schema. */
  readonly ids: string;
  /** Null where the list, if there is one, is served as without state. */
  readonly list: ListDescription | null;
  readonly etag: boolean;
  readonly idempotencyKey: boolean;
  /** Set by the server alone. */
  readonly serverSet: readonly string[];
  readonly why: readonly string[];
}

export interface ListDescription {
  /** The property that holds the list; null where the answer is the list. */
  readonly property: string | null;
  readonly pagination: string;
  readonly parameters: readonly string[];
  readonly members: readonly string[];
  readonly filters: readonly string[];
  readonly sort: readonly string[];
}

/** Reads the schemas of all resources: takes a second where a document has a thousand operations. */
export function describeState(document: ApiDocument): ResourceDescription[] {
  const schemas = createSchemas(document.root, document.dialect, 'response');
  const index = indexPaths(document.operations);
  return index.resources.flatMap((resource) => {
    try {
      const address = index.homeOf(resource);
      const home = address !== undefined && isHome(resource, address, schemas) ? address : undefined;
      const { list, read } = resource.operations;
      if ((home ?? list ?? read) === undefined) return [];
      const facts = inferFacts(resource, schemas);
      const lists = index.searches.filter(({ template }) => template === resource.template);
      const why = [
        ...facts.why,
        ...(home === undefined ? [] : [`items are kept where they are read: ${home.template}`]),
        ...lists.flatMap((each) => searched(each, schemas)),
      ];
      return [described(resource, { ...facts, why })];
    } catch {
      // An operation that cannot be read is told by the check itself.
      return [];
    }
  });
}

/** Another list of the same items, where there is one. */
function searched(search: Resource, schemas: Schemas): string[] {
  const { list } = search.operations;
  const body = successBody(list, schemas);
  const { list: facts, idField } = inferFacts(search, schemas);
  const item = search.operations.read && itemPlace(search.operations.read, schemas, search);
  const place = body && listPlace(schemas, body, item?.schema, idField);
  if (list === undefined || facts === undefined || place === undefined) return [];
  const owner = search.of === undefined ? undefined : ownerOf(search, item?.properties ?? new Map(), idField);
  if (!isOtherList(schemas, search, item?.schema, place, facts, owner)) return [];
  if (owner !== undefined) return [`${list.id} lists those of ${search.of}, by ${owner.property}`];
  return [`${list.id} lists them, too, by ${facts.filters.map(({ parameter }) => parameter).join(', ')}`];
}

function described(resource: Resource, facts: ResourceFacts): ResourceDescription {
  const operations = Object.entries(resource.operations).flatMap(([role, operation]) =>
    isOperation(operation) ? [{ role, operation }] : [],
  );
  const named = (pattern: RegExp): boolean =>
    operations.some(({ operation }) =>
      (operation.model().request?.headers ?? []).some(({ name }) => pattern.test(name)),
    );
  const read = resource.operations.read?.model();
  return {
    resource: resource.template,
    operations: Object.fromEntries(operations.map(({ role, operation }) => [role, operation.id])),
    idField: facts.idField ?? null,
    ids: idText(facts.idFormat),
    list: facts.list === undefined ? null : listOf(facts.list),
    etag: (read?.responses ?? []).some(({ headers }) => (headers ?? []).some(({ name }) => /^etag$/i.test(name))),
    idempotencyKey: named(/^idempotency-?key$/i),
    serverSet: [...facts.properties.values()].filter(({ readOnly }) => readOnly).map(({ name }) => name),
    why: facts.why,
  };
}

const isOperation = (operation: Operation | undefined): operation is Operation => operation !== undefined;

const idText = (format: IdFormat): string => (format.kind === 'prefixed' ? `${format.prefix}…` : format.kind);

function listOf({ property, pagination, filters, sort }: NonNullable<ResourceFacts['list']>): ListDescription {
  return {
    property: property ?? null,
    pagination: pagination.byId ? `${pagination.style} by id` : pagination.style,
    parameters: [pagination.parameter, pagination.limit?.parameter].filter((name) => name !== undefined),
    members: [
      ...pagination.members.map(({ path, tells }) => `${path.join('.')} (${tells})`),
      ...(pagination.link ? ['Link'] : []),
    ],
    filters: filters.map(({ parameter }) => parameter),
    sort: sort === undefined ? [] : [...sort.orders.keys()],
  };
}
