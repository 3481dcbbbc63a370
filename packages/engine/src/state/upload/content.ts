import type { Operation } from '../../operation.ts';
import type { StateContext } from '../context.ts';
import type { PathIndex } from '../infer/path-index.ts';
import type { ItemStore } from '../item-store.ts';
import { lazyAnswering } from '../lazy-answering.ts';
import type { Resource } from '../resource.ts';
import type { StateOperation } from '../state.ts';
import { readingPathsOf } from './created-files.ts';
import { compileDownload } from './download.ts';
import { answersBytes, takesBytes } from './takes-bytes.ts';
import { compileDiscard, compileUpload } from './upload.ts';

/** A path whose GET answers bytes, and which can be written, or whose item is made by a form with a file: `/documents/{id}/content`. Undefined for all others. */
export function contentOf(
  operation: Operation,
  context: StateContext,
  index: PathIndex,
  storeOf: (resource: Resource) => ItemStore,
): StateOperation | undefined {
  const { template, method } = operation;
  const beside = context.document.operations.filter((each) => each.template === template);
  const download = beside.find((each) => each.method === 'GET');
  const upload = beside.find((each) => (each.method === 'PUT' || each.method === 'POST') && takesBytes(each));
  if (download === undefined || !answersBytes(download)) return undefined;
  const resource = index.resources.find(({ template: item }) => template === item || template.startsWith(`${item}/`));
  const store = () => resource && storeOf(resource);
  const isWritten = (sandbox: string): boolean => context.overlays.peek(sandbox) !== undefined;
  const isMade = operation === download && resource && readingPathsOf(resource, context).includes(download);
  if (upload === undefined && isMade !== true) return undefined;
  if (operation === download)
    return lazyAnswering(operation, context, isWritten, () => compileDownload(operation, context, store()));
  if (operation === upload)
    return lazyAnswering(
      operation,
      context,
      () => true,
      () => compileUpload(operation, context, store()),
    );
  if (method === 'DELETE')
    return lazyAnswering(
      operation,
      context,
      () => true,
      () => compileDiscard(operation, context, store()),
    );
  return undefined;
}
