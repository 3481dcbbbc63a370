import { OPERATION_CONFIG } from '@stoplight/http-spec/oas';
import { transformOas2Operation } from '@stoplight/http-spec/oas2/operation';
import { transformOas3Operation } from '@stoplight/http-spec/oas3/operation';
import type { IHttpOperation } from '@stoplight/types';
import type { ApiDocument, Operation } from '../operation.ts';
import { isObject } from '../schema/json-schema.ts';
import { pointerTokens, valueAt } from '../schema/pointer.ts';
import { inlineReferences } from './inline-references.ts';

/** What of a document Prism needs for one of its operations. */
export type PrismDocument = Pick<ApiDocument, 'root' | 'format'>;

const prepared = new WeakMap<Operation, IHttpOperation>();

/**
 * One operation in the form in which Prism's own loader hands it over: `$ref`s replaced (callbacks included), circular ones
 * bundled. Reads that operation's part of the document only; made once.
 */
export function prismOperation(document: PrismDocument, operation: Operation): IHttpOperation {
  const known = prepared.get(operation);
  if (known !== undefined) return known;
  const made = document.format === 'postman-2' ? operation.model() : prepare(document, operation);
  prepared.set(operation, made);
  return made;
}

function prepare({ root, format }: PrismDocument, operation: Operation): IHttpOperation {
  const resolve = (ref: string, hops = 0): unknown =>
    hops < 20 && ref.startsWith('#')
      ? valueAt(root, pointerTokens(ref.slice(1)), (next) => resolve(next, hops + 1))
      : undefined;
  const [, name = operation.template, method = operation.method.toLowerCase()] = pointerTokens(operation.pointer);
  const paths = isObject(root) && isObject(root.paths) ? root.paths : {};
  const { value, bundled } = inlineReferences(pathItemOf(paths[name], method), resolve);
  // The transforms are typed for their own version of the format, and read no more than each other's common parts here.
  const document = { ...(isObject(root) ? root : {}), paths: { [name]: value }, __bundled__: bundled } as object;
  const transform = format === 'openapi-2.0' ? transformOas2Operation : transformOas3Operation;
  const model = transform({ document, name, method, config: OPERATION_CONFIG });
  return Object.assign(
    model,
    { path: name, __bundled__: bundled },
    model.callbacks && { callbacks: model.callbacks.filter(isSendable).map(withoutContents) },
  );
}

type Callback = NonNullable<IHttpOperation['callbacks']>[number];

/** A callback whose `$ref` leads nowhere has no path, and would fail the request that it follows. */
const isSendable = (callback: Callback): boolean =>
  typeof callback.path === 'string' && typeof callback.method === 'string';

/** Prism judges what the target answers without catching what that may throw (a malformed Content-Type, say): it gets to see the status only. */
const withoutContents = (callback: Callback): Callback => ({
  ...callback,
  responses: callback.responses.map(({ id, code }) => ({ id, code })),
});

/** The path item with this one operation: what the others refer to is not needed. */
function pathItemOf(item: unknown, method: string): unknown {
  if (!isObject(item) || typeof item.$ref === 'string') return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => key === method || !METHODS.has(key)));
}

const METHODS = new Set([
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
  'additionalOperations',
]);
