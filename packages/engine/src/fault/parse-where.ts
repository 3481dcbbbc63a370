import type { ApiDocument, Operation } from '../operation.ts';
import { invalid, membersOf, shown, textOf, unknownName } from './invalid.ts';
import type { Where } from './rule.ts';
import { type CompiledWhere, conditionsOf } from './where.ts';

/** Reads `where` of a rule and refuses what the documents do not have: a rule that can hit nothing is a mistake. */

/** What rules can name of a document. */
export type KnownApi = Pick<ApiDocument, 'name' | 'operations' | 'basePaths'>;

const FIELDS = ['api', 'operation', 'tag', 'path', 'query', 'header', 'body'];

export function parseWhere(given: unknown, apis: readonly KnownApi[]): CompiledWhere {
  if (given === undefined) return { api: undefined, operations: undefined, conditions: [] };
  const fields = membersOf(given, 'where', FIELDS);
  const where: Where = {
    api: fields.api === undefined ? undefined : textOf(fields.api, 'where.api'),
    operation: fields.operation === undefined ? undefined : textOf(fields.operation, 'where.operation'),
    tag: fields.tag === undefined ? undefined : textOf(fields.tag, 'where.tag'),
    path: pathOf(fields.path),
    query: textsOf(fields.query, 'where.query'),
    header: textsOf(fields.header, 'where.header'),
    body: bodyOf(fields.body),
  };
  return { api: where.api, operations: operationsOf(where, apis), conditions: conditionsOf(where) };
}

function operationsOf(where: Where, apis: readonly KnownApi[]): ReadonlySet<Operation> | undefined {
  const { api, operation, tag } = where;
  const within = api === undefined ? apis : apis.filter(({ name }) => name === api);
  if (api !== undefined && within.length === 0)
    throw unknownName(
      'where.api',
      'document',
      api,
      apis.map(({ name }) => name),
    );
  if (operation === undefined && tag === undefined) return undefined;
  const all = within.flatMap(({ operations }) => operations);
  const named = operation === undefined ? all : within.flatMap((one) => operationsNamed(one, operation));
  if (named.length === 0) throw unknownOperation(operation ?? '', all);
  const tagged = tag === undefined ? named : named.filter(({ tags }) => tags.includes(tag));
  if (tag !== undefined && tagged.length === 0) {
    const tags = new Set(all.flatMap((one) => one.tags));
    if (!tags.has(tag)) throw unknownName('where.tag', 'tag', tag, tags);
    throw invalid(`where.operation is ${shown(operation)}, which does not have the tag ${shown(tag)}.`);
  }
  return new Set(tagged);
}

/** By its id, or as `POST /payments/{id}` with or without a base path. */
function operationsNamed({ operations, basePaths }: KnownApi, name: string): Operation[] {
  const [, method, path] = /^([A-Za-z]+) (\/.*)$/.exec(name) ?? [];
  return operations.filter(
    ({ id, method: own, template }) =>
      id === name ||
      (own === method?.toUpperCase() && ['', ...basePaths].some((basePath) => basePath + template === path)),
  );
}

function unknownOperation(given: string, operations: readonly Operation[]): Error {
  const ids = operations.map(({ id }) => id);
  const places = operations.map(({ method, template }) => `${method} ${template}`);
  return unknownName('where.operation', 'operation', given, given.includes('/') ? places : ids);
}

function pathOf(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  const path = textOf(given, 'where.path');
  if (path.startsWith('/') || path.startsWith('*')) return path;
  throw invalid(`where.path is ${shown(given)}; it has to start with / or with *.`);
}

function textsOf(given: unknown, part: string): Readonly<Record<string, string>> | undefined {
  if (given === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(objectOf(given, part)).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      if (typeof value === 'number' || typeof value === 'boolean') return [name, String(value)];
      throw invalid(`${part}.${name} is ${shown(value)}; it has to be a text.`);
    }),
  );
}

function bodyOf(given: unknown): Readonly<Record<string, unknown>> | undefined {
  if (given === undefined) return undefined;
  const body = objectOf(given, 'where.body');
  for (const pointer of Object.keys(body)) {
    if (pointer !== '' && !pointer.startsWith('/'))
      throw invalid(`where.body has ${shown(pointer)}; it has to be a JSON pointer, such as /priority.`);
  }
  return body;
}

function objectOf(given: unknown, part: string): Readonly<Record<string, unknown>> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return { ...given };
  throw invalid(`${part} is ${shown(given)}; it has to be an object of names and values.`);
}
