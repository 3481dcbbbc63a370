import type { Operation } from '../operation.ts';
import { usualResponse } from '../respond/choose-response.ts';
import { statelessly } from './base.ts';
import type { ItemStore } from './item-store.ts';
import { notFound } from './not-found.ts';
import type { Answering } from './operation-state.ts';
import type { Role } from './resource.ts';
import { sandboxFull } from './sandbox-full.ts';
import type { StateCall } from './state.ts';

/**
 * Something that is there or not, and of which no more is told: `GET /user/starred/{owner}/{repo}` is 204 or 404, `PUT` and `DELETE`
 * make it so. Undefined for what shows an item; never shows one itself.
 */
export function compileMembership(operation: Operation, role: Role, store: ItemStore): Answering | undefined {
  const { context, resource } = store.state;
  const { read, replace, remove } = resource.operations;
  const response = read && usualResponse(read.model().responses)?.response;
  const isTold = response === undefined || (response.contents ?? []).length > 0;
  if (isTold || (replace === undefined && remove === undefined)) return undefined;
  if (role !== 'read' && role !== 'replace' && role !== 'remove') return undefined;
  const isGone = ({ sandbox, values }: StateCall): boolean => {
    const stored = context.overlays
      .peek(sandbox)
      ?.get(store.state.collectionOf(values.path), String(values.path[resource.parameter]));
    return stored?.deleted ?? context.base === 'empty';
  };
  return {
    answer(call) {
      if (role !== 'replace' && isGone(call)) return notFound(store, call);
      if (role === 'read') return undefined;
      const answered = statelessly(context, operation, call.ask);
      if (answered.kind !== 'answered') return answered;
      const id = String(call.values.path[resource.parameter]);
      const full = sandboxFull(context, call.sandbox, store.state.collectionOf(call.values.path), id, 2);
      if (full !== undefined) return full;
      const kind = role === 'remove' ? 'deleted' : isGone(call) ? 'created' : 'updated';
      store.change({ call, operation, kind, id, item: {}, isFitted: true });
      return answered;
    },
  };
}
