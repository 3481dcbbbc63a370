import type { IHttpOperationRequest } from '@stoplight/types';
import type { DeclaredViolation, Violation } from '../exchange.ts';
import { declaredPath } from '../schema/declared-path.ts';
import type { Schemas } from '../schema/schemas.ts';
import { contentParameter } from './parameters/content.ts';
import { decodePercent } from './percent.ts';

/** Says of a violation what may be remembered: part, keyword, and the place in the document's own names. Never a name that the client chose. */
export function declaredViolation(
  schemas: Schemas,
  request: IHttpOperationRequest | undefined,
  { in: part, code, path }: Violation,
): DeclaredViolation {
  return {
    in: part,
    code,
    path: part === 'body' ? bodyPath(schemas, request, path) : namedPath(schemas, request, part, path),
  };
}

function bodyPath(schemas: Schemas, request: IHttpOperationRequest | undefined, path: readonly string[]): string[] {
  const contents = request?.body?.contents ?? [];
  return declaredPath(schemas, { anyOf: contents.map(({ schema }) => schema ?? true) }, path);
}

function namedPath(
  schemas: Schemas,
  request: IHttpOperationRequest | undefined,
  part: 'path' | 'query' | 'header' | 'cookie',
  [name, ...below]: readonly string[],
): string[] {
  if (name === undefined) return [];
  const parameters: readonly { readonly name: string; readonly schema?: unknown }[] =
    request?.[part === 'header' ? 'headers' : part] ?? [];
  const declared = parameters.find((parameter) => parameter.name === name);
  if (declared === undefined) return ['*', ...below.map(() => '*')];
  return [name, ...declaredPath(schemas, schemaOf(declared), below)];
}

/** A parameter has a schema of its own, or one below its `content`. */
function schemaOf(declared: { readonly schema?: unknown }): unknown {
  const content = 'content' in declared ? contentParameter(declared.content, decodePercent) : undefined;
  return content === undefined ? declared.schema : content.schema;
}
