import type { Operation } from '../operation.ts';
import { loadSampler } from '../schema/sample.ts';
import type { StateContext } from './context.ts';
import type { Answering } from './operation-state.ts';
import type { StateCall, StateOperation } from './state.ts';

/**
 * State of operations that are no plain reading and writing of items: compiled when first needed. Asks nothing of a sandbox
 * that wrote nothing, where `concerns` says so.
 */
export function lazyAnswering(
  operation: Operation,
  context: StateContext,
  concerns: (sandbox: string) => boolean,
  compile: () => Answering | undefined,
): StateOperation {
  let compiled: { readonly answering: Answering | undefined } | undefined;
  const answered = (call: StateCall) => {
    compiled ??= { answering: compile() };
    return compiled.answering?.answer(call);
  };
  return {
    answer(sandbox, request, values, ask, damage) {
      if (ask.preferences !== undefined && ask.preferences.ofSandbox !== true) return undefined;
      if (!concerns(sandbox)) return undefined;
      const call = { sandbox, request, values, ask, damage };
      const sampler = loadSampler();
      if (!(sampler instanceof Promise)) return answered(call);
      return sampler.then(() => answered(call) ?? context.responderOf(operation).respond(ask));
    },
  };
}
