/**
 * The platform's OpenAPI document as the service reads it: its operations, with their parameters, bodies, scopes and limits. What is
 * said there is said nowhere else; a handler is found by its `operationId`.
 */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

export interface DocumentedOperation {
  readonly id: string;
  readonly method: string;
  /** As in the document, `/intakes/{id}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Media type to JSON pointer of its schema; a body of bytes has no schema. Absent where the operation takes no body. */
  readonly body?: ReadonlyMap<string, string | undefined>;
  /** Absent: everybody may call. */
  readonly security?: readonly SecurityRequirement[];
  readonly limits: readonly LimitRule[];
  /** JSON pointer to each response, by status. */
  readonly responses: ReadonlyMap<string, string>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  /** JSON pointer. */
  readonly schema: string;
}

export interface SecurityRequirement {
  readonly scheme: string;
  readonly scopes: readonly string[];
}

export interface LimitRule {
  readonly policy: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

type Json = Readonly<Record<string, unknown>>;

export interface PlatformDocument {
  readonly root: Json;
  readonly operations: readonly DocumentedOperation[];
  /** What is found at a JSON pointer; `$ref`s on the way and at the end are followed. */
  at(pointer: string): unknown;
  /** The pointer where that is, without a `$ref` on the way. */
  placeOf(pointer: string): string;
}

const methods = ['get', 'put', 'post', 'delete', 'patch'];

export function readDocument(file = new URL('openapi.yaml', import.meta.url)): PlatformDocument {
  const root = record(load(readFileSync(file, 'utf8')));
  const follow = (pointer: string): string => {
    let place = '';
    for (const part of pointer.split('/').slice(1)) {
      place = `${place}/${part}`;
      const reference = record(lookUp(root, place)).$ref;
      if (typeof reference === 'string') place = follow(reference.slice(1));
    }
    return place;
  };
  const at = (pointer: string): unknown => lookUp(root, follow(pointer));
  const operations = Object.keys(record(root.paths)).flatMap((path) => {
    const base = `/paths/${escapePart(path)}`;
    return methods
      .filter((method) => Object.hasOwn(record(at(base)), method))
      .map((method) => operationAt({ root, follow, at }, { path, base, method }));
  });
  return { root, operations, at, placeOf: follow };
}

interface Reader {
  readonly root: Json;
  follow(pointer: string): string;
  at(pointer: string): unknown;
}

function operationAt({ root, follow, at }: Reader, { path, base, method }: Record<'path' | 'base' | 'method', string>) {
  const place = `${base}/${method}`;
  const operation = record(at(place));
  const requestBody = operation.requestBody === undefined ? undefined : `${place}/requestBody/content`;
  const body =
    requestBody &&
    new Map(
      Object.entries(record(at(requestBody))).map(([mediaType, content]): [string, string | undefined] => [
        mediaType,
        record(content).schema === undefined
          ? undefined
          : `${follow(`${requestBody}/${escapePart(mediaType)}`)}/schema`,
      ]),
    );
  return {
    id: String(operation.operationId),
    method: method.toUpperCase(),
    path,
    parameters: [base, place].flatMap((owner) =>
      list(record(at(owner)).parameters).map((_, index) => parameterAt({ follow, at }, `${owner}/parameters/${index}`)),
    ),
    ...(body && { body }),
    ...securityOf(operation.security ?? root.security),
    limits: [operation, root].flatMap((owner) => limitOf(owner['x-stunt-rate-limit'])),
    responses: new Map(
      Object.keys(record(operation.responses)).map((status) => [status, follow(`${place}/responses/${status}`)]),
    ),
  };
}

function parameterAt({ follow, at }: Pick<Reader, 'follow' | 'at'>, pointer: string): Parameter {
  const { name, in: place, required } = record(at(pointer));
  if (place !== 'path' && place !== 'query' && place !== 'header') throw new Error(`Parameter in ${String(place)}`);
  return { name: String(name), in: place, required: required === true, schema: `${follow(pointer)}/schema` };
}

function securityOf(requirements: unknown): { security?: readonly SecurityRequirement[] } {
  const security = list(requirements).flatMap((requirement) =>
    Object.entries(record(requirement)).map(([scheme, scopes]) => ({ scheme, scopes: list(scopes).map(String) })),
  );
  return security.length === 0 ? {} : { security };
}

function limitOf(rule: unknown): readonly LimitRule[] {
  if (rule === undefined) return [];
  const { policy, limit, window } = record(rule);
  return [{ policy: String(policy), limit: Number(limit), windowSeconds: Number.parseInt(String(window), 10) }];
}

function lookUp(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      return Array.isArray(value) ? value[Number(key)] : record(value)[key];
    }, root);
}

const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const record = (value: unknown): Json => (isRecord(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
