import type { IHttpOperation } from '@stoplight/types';
import { followRef, valueAt } from './json-pointer.ts';
import { branch, isTree, type Tree } from './tree.ts';

/**
 * What http-spec leaves out of an operation of OpenAPI 2: the media types of bodies where the document names none that fits,
 * and how lists are joined outside of the query. Hands out copies; never changes the document.
 */

const URL_ENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';

/**
 * A document whose operation has media types. Without `produces` and `consumes` every body would be dropped, and every
 * request with one refused; OpenAPI 2 says nothing of that case, and tools take it for JSON, and forms for forms.
 */
export function withMediaTypes(root: Tree, path: string, method: string): Tree {
  const item = followRef(root, valueAt(root, ['paths', path]));
  const operation = followRef(root, valueAt(root, ['paths', path, method]));
  if (!isTree(item) || !isTree(operation)) return root;
  const consumes = fittingConsumes(listed(root, operation, 'consumes'), parametersOf(root, item, operation));
  const produces = listed(root, operation, 'produces');
  const answers = produces.length > 0 ? undefined : usualProduces(root, operation);
  if (consumes === undefined && answers === undefined) return root;
  const completed = { ...operation, ...(consumes && { consumes }), ...(answers && { produces: answers }) };
  return { ...root, paths: { ...branch(root, 'paths'), [path]: { ...item, [method]: completed } } };
}

/**
 * Gives the model the `collectionFormat` of path parameters, header fields and forms, which http-spec takes for commas or forgets.
 * Its types do not have these styles at these places.
 */
export function addCollectionFormats({ request }: IHttpOperation, root: Tree, path: string, method: string): void {
  const item = followRef(root, valueAt(root, ['paths', path]));
  const operation = followRef(root, valueAt(root, ['paths', path, method]));
  for (const { name, in: place, type, collectionFormat } of parametersOf(root, item, operation)) {
    if (type !== 'array' || typeof name !== 'string') continue;
    const style = typeof collectionFormat === 'string' ? STYLES[collectionFormat] : 'commaDelimited';
    if (style === undefined) continue;
    if (place === 'path' || place === 'header') {
      const parameters = (place === 'path' ? request?.path : request?.headers) ?? [];
      for (const parameter of parameters) if (parameter.name === name) Object.assign(parameter, { style });
    } else if (place === 'formData') {
      for (const content of request?.body?.contents ?? []) {
        const encodings = content.encodings ?? [];
        if (encodings.some(({ property }) => property === name)) continue;
        const encoding = { property: name, style, explode: false, allowReserved: true };
        Object.assign(content, { encodings: [...encodings, encoding] });
      }
    }
  }
}

const JSON_TYPE = 'application/json';
const OCTETS = 'application/octet-stream';

function fittingConsumes(consumes: readonly string[], parameters: readonly Tree[]): readonly string[] | undefined {
  const form = parameters.filter((parameter) => parameter.in === 'formData');
  const isForm = (mediaType: string): boolean => mediaType === URL_ENCODED || mediaType === MULTIPART;
  if (form.length > 0) {
    if (consumes.some(isForm)) return undefined;
    return form.some(({ type }) => type === 'file') ? [MULTIPART] : [URL_ENCODED, MULTIPART];
  }
  if (!parameters.some((parameter) => parameter.in === 'body')) return undefined;
  return consumes.some((mediaType) => !isForm(mediaType)) ? undefined : [JSON_TYPE];
}

/** As http-spec has it: what the operation says, an empty list too, goes before what the document says. */
function listed(root: Tree, operation: Tree, key: 'consumes' | 'produces'): string[] {
  const list = operation[key] || root[key];
  return Array.isArray(list) ? list.flat().filter((entry) => typeof entry === 'string') : [];
}

/** Bytes for a file, else JSON, and what there are examples in. */
function usualProduces(root: Tree, operation: Tree): string[] {
  const responses = Object.entries(branch(operation, 'responses')).map(
    ([code, response]) => [code, followRef(root, response)] as const,
  );
  const [, success] = responses.find(([code]) => code.startsWith('2')) ?? [];
  const exemplary = responses.flatMap(([, response]) => Object.keys(branch(response, 'examples')));
  const usual = branch(success, 'schema').type === 'file' ? OCTETS : JSON_TYPE;
  return [...new Set([usual, ...exemplary.filter((key) => key.includes('/'))])];
}

/** Those of the operation go before those of the path. */
function parametersOf(root: Tree, item: unknown, operation: unknown): Tree[] {
  return [operation, item].flatMap((holder) => {
    const parameters = isTree(holder) ? holder.parameters : undefined;
    return Array.isArray(parameters) ? parameters.map((one) => followRef(root, one)).filter(isTree) : [];
  });
}

const STYLES: Readonly<Record<string, string>> = {
  csv: 'commaDelimited',
  ssv: 'spaceDelimited',
  tsv: 'tabDelimited',
  pipes: 'pipeDelimited',
};
