import type { Operation } from '../operation.ts';
import { statelessly } from './base.ts';
import type { ItemStore } from './item-store.ts';
import { notFound } from './not-found.ts';
import type { Answering } from './operation-state.ts';
import { sandboxFull } from './sandbox-full.ts';
import { preconditionFailed } from './update.ts';

/** DELETE of an item: from then on it is not there. */
export function compileRemove(operation: Operation, store: ItemStore): Answering | undefined {
  const { context, resource } = store.state;
  const answering = store.answerOf(operation);
  return {
    answer(call) {
      const found = store.find(call.sandbox, call.values.path, call.ask.params);
      if (found.kind === 'absent') return notFound(store, call);
      const refused = preconditionFailed(call, found);
      if (refused !== undefined) return refused;
      const shown = answering?.answer(found.item, call.ask.accept, 'stored', {});
      const answered =
        shown === undefined ? statelessly(context, operation, call.ask) : { kind: 'answered' as const, answer: shown };
      if (answered.kind !== 'answered') return answered;
      const id = String(call.values.path[resource.parameter]);
      const full = sandboxFull(context, call.sandbox, store.state.collectionOf(call.values.path), id);
      if (full !== undefined) return full;
      store.change({ call, operation, kind: 'deleted', id, item: found.item });
      return answered;
    },
  };
}
