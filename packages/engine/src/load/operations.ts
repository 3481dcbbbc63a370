import type { IHttpOperation } from '@stoplight/types';
import type { DocumentFormat, Operation, Webhook } from '../operation.ts';
import { followRef, pointerOf } from './json-pointer.ts';
import { branch, isTree, type Tree, text } from './tree.ts';

/** Lists the operations and webhooks of an OpenAPI document, by name only; what costs stays behind `model()`. */

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Where OpenAPI 3.2 keeps the methods that have no key of their own in a path item. */
export const ADDITIONAL = 'additionalOperations';

/** Transforms one operation into http-spec's model. */
export type MakeModel = (path: string, method: string) => IHttpOperation;

export interface IndexedOperation {
  readonly operation: Operation;
  readonly item: Tree;
  readonly source: Tree;
  readonly tokens: readonly string[];
  /** The first operation of the same operationId. */
  readonly duplicateOf: Operation | undefined;
}

export function indexOperations(root: Tree, format: DocumentFormat, makeModel: MakeModel): IndexedOperation[] {
  const indexed: IndexedOperation[] = [];
  const byId = new Map<string, Operation>();
  for (const found of methodsIn(root, ['paths'], format)) {
    const given = text(found.source.operationId) || undefined;
    const duplicateOf = given === undefined ? undefined : byId.get(given);
    // An id names one operation: the second one goes by its method and path.
    const id = given === undefined || duplicateOf !== undefined ? `${found.method.toUpperCase()} ${found.name}` : given;
    const operation = describe(id, found, makeModel);
    if (!byId.has(id)) byId.set(id, operation);
    indexed.push({ operation, item: found.item, source: found.source, tokens: found.tokens, duplicateOf });
  }
  return indexed;
}

export function listWebhooks(root: Tree, format: DocumentFormat): Webhook[] {
  return ['webhooks', 'x-webhooks'].flatMap((key) =>
    methodsIn(root, [key], format).map(({ name, method, tokens }) => ({
      name,
      method: method.toUpperCase(),
      pointer: pointerOf(tokens),
    })),
  );
}

interface FoundMethod {
  readonly name: string;
  readonly method: string;
  readonly item: Tree;
  readonly source: Tree;
  readonly tokens: readonly string[];
}

function methodsIn(root: Tree, [key]: readonly [string], format: DocumentFormat): FoundMethod[] {
  const methods = format === 'openapi-3.2' ? [...METHODS, 'query'] : METHODS;
  const found: FoundMethod[] = [];
  for (const [name, entry] of Object.entries(branch(root, key))) {
    const item = followRef(root, entry);
    if (!isTree(item) || (key === 'paths' && name.startsWith('x-'))) continue;
    for (const method of Object.keys(item)) {
      const source = methods.includes(method) ? followRef(root, item[method]) : undefined;
      if (isTree(source)) found.push({ name, method, item, source, tokens: [key, name, method] });
    }
    if (format !== 'openapi-3.2') continue;
    for (const [method, entry] of Object.entries(branch(item, ADDITIONAL))) {
      const source = followRef(root, entry);
      if (isTree(source)) found.push({ name, method, item, source, tokens: [key, name, ADDITIONAL, method] });
    }
  }
  return found;
}

function describe(id: string, { name, method, source, tokens }: FoundMethod, makeModel: MakeModel): Operation {
  let model: IHttpOperation | undefined;
  return {
    id,
    method: method.toUpperCase(),
    template: name.startsWith('/') ? name : `/${name}`,
    pointer: pointerOf(tokens),
    tags: Array.isArray(source.tags) ? source.tags.filter((tag) => typeof tag === 'string') : [],
    summary: text(source.summary),
    deprecated: source.deprecated === true,
    hasCallbacks: isTree(source.callbacks) && Object.keys(source.callbacks).length > 0,
    model() {
      model ??= makeModel(name, method);
      return model;
    },
  };
}
