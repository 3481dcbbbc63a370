import { type ApiDocument, createRouter } from '@stuntdouble/engine';
import { PactError } from '../errors.ts';
import { isObject } from '../pact/json.ts';
import type { HttpInteraction, Json, Pact } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';

/** The fields of answers that a consumer really reads, by operation. Says nothing of operations that it does not name. */
export interface ReadFields {
  /** Undefined where nothing is said of the operation. */
  of(operation: string): ((path: readonly string[]) => boolean) | undefined;
  /** What it names of operations that were asked about, and no answer had so far: misspelt, or left out every time. */
  unmet(): readonly string[];
}

type Path = readonly string[];

/** How a header field of the answer is called among the fields. */
export const headerName = (name: string): string => `header ${name.toLowerCase()}`;

/**
 * Reads what a consumer reads: `{"getOrder": ["/status", "items[*].sku", "header ETag"]}`, JSON pointers or dotted paths, or a pact that somebody wrote
 * by hand, whose answers say it.
 * @param source what to call it in errors. @throws PactError FIELDS_INVALID, and as `pactOf` of a pact.
 */
export function readFields(given: Json, source: string, documents: readonly ApiDocument[]): ReadFields {
  const isPact = isObject(given) && given.consumer !== undefined && given.interactions !== undefined;
  const paths = isPact ? ofPact(pactOf(given, source), documents) : ofList(given, source, documents);
  const asked = new Set<string>();
  const met = new Set<Path>();
  return {
    of(operation) {
      const named = paths.get(operation);
      if (named) asked.add(operation);
      return named && ((path) => named.filter((each) => leadsTo(each, path, met)).length > 0);
    },
    unmet: () =>
      [...asked].flatMap((operation) =>
        (paths.get(operation) ?? []).filter((path) => !met.has(path)).map((path) => `${operation} ${shown(path)}`),
      ),
  };
}

/** What is above a field is needed to get there, what is below it is read with it. */
function leadsTo(named: Path, path: Path, met: Set<Path>): boolean {
  const isOnTheWay = named
    .slice(0, path.length)
    .every((name, at) => name === path[at] || name === '*' || path[at] === '*');
  // A list ends a path that is a field already: no name follows its index.
  const length = named.findLastIndex((name) => name !== '*') + 1;
  if (isOnTheWay && path.length >= length) met.add(named);
  return isOnTheWay;
}

const shown = (path: Path): string => (path[0]?.startsWith('header ') ? path[0] : `/${path.join('/')}`);

function ofList(given: Json, source: string, documents: readonly ApiDocument[]): Map<string, Path[]> {
  if (!isObject(given)) throw invalid(`${source} holds ${kindOf(given)}, an object of operations is expected`);
  const known = documents.flatMap(({ operations }) => operations.map(({ id }) => id));
  const paths = new Map<string, Path[]>();
  for (const [operation, list] of Object.entries(given)) {
    if (!known.includes(operation))
      throw invalid(
        `${source} names the operation ${operation}, which no document has: ${known.slice(0, 8).join(', ')}`,
      );
    if (!Array.isArray(list)) throw invalid(`${source} /${operation} is ${kindOf(list)}, a list of fields is expected`);
    paths.set(
      operation,
      list.map((field: Json) => {
        if (typeof field !== 'string')
          throw invalid(`${source} /${operation} has ${JSON.stringify(field)} in its list`);
        return pathOf(field);
      }),
    );
  }
  return paths;
}

/** `/items/0/sku`, `items[0].sku`, `$.items[*].sku` and `items[].sku` are the same. */
function pathOf(field: string): Path {
  if (/^header \S+$/i.test(field)) return [field.toLowerCase()];
  const names = field.startsWith('/')
    ? field
        .slice(1)
        .split('/')
        .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    : field
        .replace(/^\$\.?/, '')
        .replace(/\[(\d+|\*)?\]/g, '.*')
        .split('.');
  return names.filter((name) => name !== '').map((name) => (/^(?:\d+|-)$/.test(name) ? '*' : name));
}

function ofPact({ interactions }: Pact, documents: readonly ApiDocument[]): Map<string, Path[]> {
  const routers = documents.map(({ operations, basePaths }) => createRouter(operations, basePaths));
  const paths = new Map<string, Path[]>();
  for (const interaction of interactions) {
    if (interaction.kind !== 'http') continue;
    const { method, path } = interaction.request;
    const [found] = routers.map((router) => router.match(method, path)).filter((match) => match.kind === 'matched');
    if (found === undefined) continue;
    const { id } = found.operation;
    paths.set(id, [...(paths.get(id) ?? []), ...leavesOf(bodyOf(interaction)), ...headersOf(interaction)]);
  }
  return paths;
}

const bodyOf = ({ response }: HttpInteraction): Json | undefined =>
  response.body && 'json' in response.body.content ? response.body.content.json : undefined;

const headersOf = ({ response }: HttpInteraction): Path[] =>
  Object.keys(response.headers).map((name) => [headerName(name)]);

function leavesOf(value: Json | undefined, path: Path = []): Path[] {
  if (Array.isArray(value))
    return value.length === 0 ? [path] : value.flatMap((each: Json) => leavesOf(each, [...path, '*']));
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...path, name]));
  return path.length === 0 ? [] : [path];
}

const kindOf = (value: Json): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;

const invalid = (message: string): PactError => new PactError('FIELDS_INVALID', message);
