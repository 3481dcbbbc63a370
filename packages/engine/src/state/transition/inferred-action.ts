import type { Operation } from '../../operation.ts';
import { itemPlace } from '../infer/infer-facts.ts';
import { targetOf } from '../infer/properties.ts';
import type { ItemStore } from '../item-store.ts';
import type { Answering } from '../operation-state.ts';
import type { Resource } from '../resource.ts';
import { compileTransition } from './apply-transition.ts';

/** The item that an action without a transition is about: `POST /orders/{id}/ship` is about `/orders/{id}`. */
export function itemOfAction(operation: Operation, resources: readonly Resource[]): Resource | undefined {
  if (operation.method !== 'POST') return undefined;
  const above = /^(.+\})\/[^/{}]+$/.exec(operation.template)?.[1];
  return resources.find(({ template }) => template === above);
}

/** Answers with the item as it was written; changes nothing but when it was changed. Undefined where the action answers something else. */
export function compileInferredAction(operation: Operation, store: ItemStore): Answering | undefined {
  const { context, resource } = store.state;
  const place = itemPlace(operation, context.responseSchemas, resource);
  if (place === undefined || store.schema === undefined) return undefined;
  if (targetOf(context.responseSchemas, place.schema) !== targetOf(context.responseSchemas, store.schema))
    return undefined;
  const transition = {
    resource: resource.template,
    from: new Map(),
    set: new Map(),
    answer: new Map(),
    emit: undefined,
    uploaded: undefined,
    requires: [],
  };
  const answering = compileTransition(operation, transition, store);
  return (
    answering && {
      answer(call) {
        const collection = store.state.collectionOf(call.values.path);
        const isWritten = context.overlays
          .peek(call.sandbox)
          ?.get(collection, String(call.values.path[resource.parameter]));
        return isWritten === undefined ? undefined : answering.answer(call);
      },
    }
  );
}
