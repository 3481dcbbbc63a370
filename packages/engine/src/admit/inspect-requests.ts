import type { Finding, Operation } from '../operation.ts';
import { compileProblem } from '../schema/compile-validator.ts';
import { documentPointer } from '../schema/document-pointer.ts';
import { isObject } from '../schema/json-schema.ts';
import { escapeToken, pointerTokens, valueAt } from '../schema/pointer.ts';
import type { Schemas } from '../schema/schemas.ts';

/** Compiles every schema that requests to an operation are checked with, and says where the broken ones stand. For `stunt check`. */
export function inspectRequests(operation: Operation, schemas: Schemas, root: unknown): Finding[] {
  return placesOf(operation, schemas, root).flatMap(({ schema, pointer }): Finding[] => {
    if (schema === undefined) return [];
    schemas.normalise(schema, pointer);
    const problem = compileProblem(schemas, schema);
    if (problem === undefined) return [];
    return [
      {
        severity: 'error',
        code: 'SPEC_SCHEMA_BROKEN',
        message: `${operation.id}: ${problem.broken}`,
        pointer: documentPointer(pointer, problem.pointer),
        hint: 'Fix the schema; until then what it describes is not validated.',
      },
    ];
  });
}

interface Place {
  readonly schema: unknown;
  readonly pointer: string;
}

function placesOf(operation: Operation, schemas: Schemas, root: unknown): Place[] {
  const { request } = operation.model();
  const isOas2 = schemas.dialect === 'oas2';
  const bodies = (request?.body?.contents ?? []).map(({ mediaType, schema }): Place => {
    const content = `${operation.pointer}/requestBody/content/${escapeToken(mediaType)}/schema`;
    const body = isOas2 ? parameterPointer(operation, root, (entry) => entry.in === 'body') : undefined;
    return { schema, pointer: isOas2 ? `${body ?? operation.pointer}/schema` : content };
  });
  const lists = { path: request?.path, query: request?.query, header: request?.headers, cookie: request?.cookie };
  const parameters = Object.entries(lists).flatMap(([part, declared]) =>
    (declared ?? []).map((each: { readonly name: string; readonly schema?: unknown }): Place => {
      const { name } = each;
      const own = parameterPointer(operation, root, (entry) => entry.in === part && entry.name === name);
      if (own === undefined) return { schema: each.schema, pointer: operation.pointer };
      const content = 'content' in each && isObject(each.content) ? Object.entries(each.content)[0] : undefined;
      if (content === undefined) return { schema: each.schema, pointer: isOas2 ? own : `${own}/schema` };
      const [mediaType, described] = content;
      const schema = isObject(described) ? described.schema : undefined;
      return { schema, pointer: `${own}/content/${escapeToken(mediaType)}/schema` };
    }),
  );
  return [...bodies, ...parameters];
}

/** Of the operation's own parameters, else of its path's. */
function parameterPointer(
  operation: Operation,
  root: unknown,
  isMeant: (entry: Readonly<Record<string, unknown>>) => boolean,
): string | undefined {
  const follow = (ref: string): unknown => valueAt(root, pointerTokens(ref.replace(/^#/, '')), follow);
  for (const owner of [operation.pointer, operation.pointer.replace(/\/[^/]*$/, '')]) {
    const list = valueAt(root, pointerTokens(`${owner}/parameters`), follow);
    if (!Array.isArray(list)) continue;
    const index = list.findIndex((entry) => {
      const target = isObject(entry) && typeof entry.$ref === 'string' ? follow(entry.$ref) : entry;
      return isObject(target) && isMeant(target);
    });
    if (index !== -1) return `${owner}/parameters/${index}`;
  }
  return undefined;
}
