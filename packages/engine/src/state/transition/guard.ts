import type { Operation } from '../../operation.ts';
import { loadSampler } from '../../schema/sample.ts';
import type { StateContext } from '../context.ts';
import type { PathIndex } from '../infer/path-index.ts';
import type { ItemStore } from '../item-store.ts';
import type { Resource } from '../resource.ts';
import type { StateOperation } from '../state.ts';
import { wrongState } from './apply-transition.ts';
import { findTransition } from './find-transition.ts';

/**
 * A change, a removal or an upload that only some states of its item allow: a transition that names `from` and sets nothing.
 * Refuses from any other state, and leaves all else to the operation itself. Undefined where the operation has none.
 */
export function guardOf(
  operation: Operation,
  own: StateOperation,
  context: StateContext,
  index: PathIndex,
  storeOf: (resource: Resource) => ItemStore,
): StateOperation | undefined {
  const found = findTransition(context.document, operation);
  if (found?.kind !== 'transition' || found.transition.set.size > 0 || found.transition.answer.size > 0)
    return undefined;
  const { transition } = found;
  if (transition.from.size === 0 && transition.requires.length === 0) return undefined;
  const resource = index.byTemplate(transition.resource);
  if (resource === undefined || !operation.template.includes(`{${resource.parameter}}`)) return undefined;
  return {
    ...own,
    answer(sandbox, request, values, ask, damage) {
      const usual = () => own.answer(sandbox, request, values, ask, damage);
      if (ask.preferences !== undefined && ask.preferences.ofSandbox !== true) return usual();
      const guarded = () => {
        const { find } = storeOf(resource);
        const item = find(sandbox, values.path, ask.params);
        return (
          (item.kind === 'absent' ? undefined : wrongState(transition, item.item, context, { sandbox, values })) ??
          usual()
        );
      };
      const sampler = loadSampler();
      if (!(sampler instanceof Promise)) return guarded();
      return sampler.then(async () => (await guarded()) ?? context.responderOf(operation).respond(ask));
    },
  };
}
