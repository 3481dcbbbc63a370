import type { IHttpEndpointOperation, IHttpOperation } from '@stoplight/types';
import { StuntError } from '../errors.ts';
import type { DocumentFormat } from '../operation.ts';
import { responseCode } from './document-keys.ts';
import { followRef } from './json-pointer.ts';
import { ADDITIONAL, type MakeModel } from './operations.ts';
import { addCollectionFormats, withMediaTypes } from './swagger-operation.ts';
import { branch, isTree, type Tree } from './tree.ts';

/** Operations in the model of http-spec, one at a time, `$ref`s of schemas kept. Never changes the document. */
export async function operationModels(root: Tree, format: DocumentFormat): Promise<MakeModel> {
  const transform = await transformer(format);
  return (path, method) => {
    try {
      const model = transform(root, path, method);
      if (isOperation(model)) return withStatuses(model);
      throw new Error('http-spec takes it for a webhook');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StuntError('SPEC_OPERATION_BROKEN', `${method.toUpperCase()} ${path} cannot be read: ${reason}`);
    }
  };
}

/** Responses that can be sent: `inspectStructure` names the others. */
function withStatuses(model: IHttpOperation): IHttpOperation {
  return { ...model, responses: model.responses.filter(({ code }) => responseCode.test(code)) };
}

function isOperation(model: IHttpEndpointOperation): model is IHttpOperation {
  return 'path' in model;
}

/** Loads only the half of http-spec that the format needs, so that `model()` can be synchronous. */
async function transformer(format: DocumentFormat) {
  const { OPERATION_CONFIG: config } = await import('@stoplight/http-spec/oas');
  if (format === 'openapi-2.0') {
    const { transformOas2Operation } = await import('@stoplight/http-spec/oas2/operation');
    return (root: Tree, name: string, method: string) => {
      const model = transformOas2Operation({ document: withMediaTypes(root, name, method), name, method, config });
      if (isOperation(model)) addCollectionFormats(model, root, name, method);
      return model;
    };
  }
  const { transformOas3Operation } = await import('@stoplight/http-spec/oas3/operation');
  return (root: Tree, name: string, method: string) =>
    transformOas3Operation({ document: withMethod(root, name, method), name, method, config });
}

/** http-spec looks for an operation beside `get` and `put` only: one of `additionalOperations` is shown to it there. */
function withMethod(root: Tree, name: string, method: string): Tree {
  const paths = branch(root, 'paths');
  const item = followRef(root, paths[name]);
  if (!isTree(item) || Object.hasOwn(item, method)) return root;
  return { ...root, paths: { ...paths, [name]: { ...item, [method]: branch(item, ADDITIONAL)[method] } } };
}
