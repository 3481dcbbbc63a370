import type { IHttpOperation } from '@stoplight/types';
import type { Operation } from '../operation.ts';
import { pointerOf } from './json-pointer.ts';
import { takeBasePaths } from './postman-base-paths.ts';
import { completeBodies } from './postman-bodies.ts';
import { isTree, type Tree, text } from './tree.ts';

/** The operations of a Postman collection, from its requests and their saved responses. http-spec reads all of them at once. */

export interface PostmanCollection {
  readonly operations: readonly Operation[];
  readonly models: readonly IHttpOperation[];
  readonly basePaths: readonly string[];
}

export async function readPostman(root: Tree): Promise<PostmanCollection> {
  const { transformPostmanCollectionOperations } = await import('@stoplight/http-spec/postman/operation');
  const requests = requestsIn(root.item, ['item']);
  const sources = requests.map(({ source }) => source).filter((source) => source !== undefined);
  const basePaths = takeBasePaths(root, sources);
  completeBodies(sources);
  const transformed = transformPostmanCollectionOperations(root);
  const models = transformed.map((model) => ({ ...model, path: templateOf(model.path) }));
  return { models, basePaths, operations: models.map((model) => describe(model, requests)) };
}

function describe(model: IHttpOperation, requests: readonly Request[]): Operation {
  const method = model.method.toUpperCase();
  const request = requests.find((candidate) => candidate.name === model.summary && candidate.method === method);
  return {
    // A collection's own ids are made anew by each export.
    id: `${method} ${model.path}`,
    method,
    template: model.path,
    pointer: pointerOf(request?.tokens ?? ['item']),
    tags: request?.folders ?? [],
    summary: model.summary,
    deprecated: false,
    model: () => model,
  };
}

/** Variables that the collection does not define stand for any value: `/{{version}}/pets` answers `/v1/pets`. */
function templateOf(path: string): string {
  const template = path.replace(/\{\{([^{}]+)\}\}/g, (_, name: string) => `{${name.trim()}}`);
  return template.startsWith('/') ? template : `/${template}`;
}

interface Request {
  readonly name: string | undefined;
  readonly method: string;
  readonly folders: readonly string[];
  readonly tokens: readonly string[];
  /** Undefined where the item has no request. */
  readonly source: Tree | undefined;
}

function requestsIn(items: unknown, tokens: readonly string[], folders: readonly string[] = []): Request[] {
  if (!Array.isArray(items)) return [];
  return items.filter(isTree).flatMap((item, index): Request[] => {
    const here = [...tokens, String(index)];
    const name = text(item.name);
    if (Array.isArray(item.item))
      return requestsIn(item.item, [...here, 'item'], name === undefined ? folders : [...folders, name]);
    // A request may be written as its URL alone.
    if (typeof item.request === 'string') item.request = { method: 'GET', url: item.request };
    const source = isTree(item.request) ? item.request : undefined;
    const method = (text(source?.method) ?? 'GET').toUpperCase();
    return [{ name, method, folders, tokens: here, source }];
  });
}
