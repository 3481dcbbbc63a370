import type { Operation } from '../../operation.ts';
import type { StateContext } from '../context.ts';
import type { PathIndex } from '../infer/path-index.ts';
import type { ItemStore } from '../item-store.ts';
import { lazyAnswering } from '../lazy-answering.ts';
import type { Resource } from '../resource.ts';
import type { StateOperation } from '../state.ts';
import { compileTransition } from './apply-transition.ts';
import { compileCopy, copies } from './copy.ts';
import { findTransition } from './find-transition.ts';
import { compileInferredAction, itemOfAction } from './inferred-action.ts';

type StoreOf = (resource: Resource) => ItemStore;

/** The action that the document says an operation is; undefined where it says nothing that can be used. */
export function actionOf(
  operation: Operation,
  context: StateContext,
  index: PathIndex,
  storeOf: StoreOf,
): StateOperation | undefined {
  const found = findTransition(context.document, operation);
  if (found?.kind !== 'transition') return undefined;
  const { transition } = found;
  const resource = index.byTemplate(transition.resource);
  const isNamed = resource && operation.template.includes(`{${resource.parameter}}`);
  if (!isNamed) return undefined;
  return lazyAnswering(
    operation,
    context,
    () => true,
    () => compileTransition(operation, transition, storeOf(resource)),
  );
}

/** An action that the document says nothing of, where its answer is the item that it is about. */
export function inferredActionOf(
  operation: Operation,
  context: StateContext,
  index: PathIndex,
  storeOf: StoreOf,
): StateOperation | undefined {
  const resource = itemOfAction(operation, index.resources);
  if (resource === undefined) return undefined;
  if (copies(operation))
    return lazyAnswering(
      operation,
      context,
      () => true,
      () => compileCopy(operation, storeOf(resource)),
    );
  return lazyAnswering(
    operation,
    context,
    (sandbox) => context.overlays.peek(sandbox) !== undefined,
    () => compileInferredAction(operation, storeOf(resource)),
  );
}
