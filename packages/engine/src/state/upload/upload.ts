import type { Operation } from '../../operation.ts';
import type { Responded } from '../../respond/responder.ts';
import { statelessly } from '../base.ts';
import type { StateContext } from '../context.ts';
import type { ItemStore } from '../item-store.ts';
import type { Blob } from '../kept/overlay.ts';
import { notFound } from '../not-found.ts';
import type { Answering } from '../operation-state.ts';
import { pathOf } from '../path-of.ts';
import { sandboxFull } from '../sandbox-full.ts';
import type { StateCall } from '../state.ts';
import { describeBytes } from './describe-bytes.ts';
import { wrongDigest } from './sent-digest.ts';
import { sentFile } from './sent-file.ts';

/** Keeps the bytes that were sent to a path, whatever they are. Never answers anything of its own but 404 of the item above. */
export function compileUpload(operation: Operation, context: StateContext, store: ItemStore | undefined): Answering {
  return {
    answer(call) {
      const missing = store && whereMissing(store, call);
      if (missing !== undefined) return missing;
      const wrong = wrongDigest(call);
      if (wrong !== undefined) return wrong;
      const file = sentFile(call);
      if (file === undefined) return undefined;
      const full = sandboxFull(context, call.sandbox, '', undefined, file.bytes.length);
      if (full !== undefined) return full;
      const at = context.clockOf(call.sandbox).now();
      keep(context, operation, call, { ...file, at });
      if (store !== undefined) describeBytes(operation, store, call, file);
      return asStored(statelessly(context, operation, call.ask));
    },
  };
}

/** From then on there is nothing at the path. */
export function compileDiscard(operation: Operation, context: StateContext, store: ItemStore | undefined): Answering {
  return {
    answer(call) {
      const missing = store && whereMissing(store, call);
      if (missing !== undefined) return missing;
      const at = context.clockOf(call.sandbox).now();
      keep(context, operation, call, { ...NOTHING, at });
      return asStored(statelessly(context, operation, call.ask));
    },
  };
}

function keep(context: StateContext, operation: Operation, call: StateCall, blob: Blob): void {
  if (call.damage?.lostWrite === true) return;
  context.overlays.of(call.sandbox).putBlob(blobPath(context, operation, call), blob);
}

/** What stands for bytes that were deleted. */
const NOTHING = { mediaType: '', bytes: new Uint8Array() };
export const isNothing = ({ mediaType }: { readonly mediaType: string }): boolean => mediaType === '';

/** 404 where the item that the bytes belong to is not there. */
export function whereMissing(store: ItemStore, call: StateCall): Responded | undefined {
  return store.find(call.sandbox, call.values.path, call.ask.params).kind === 'absent'
    ? notFound(store, call)
    : undefined;
}

export const blobPath = (context: StateContext, { template }: Operation, { values }: StateCall): string =>
  pathOf(context, template, values.path);

function asStored(responded: Responded): Responded {
  if (responded.kind !== 'answered') return responded;
  const { answer } = responded;
  const at = answer.headers.indexOf('Stunt-Source');
  const headers = at === -1 ? [...answer.headers, 'Stunt-Source', 'stored'] : answer.headers.with(at + 1, 'stored');
  return { kind: 'answered', answer: { ...answer, headers, source: 'stored' } };
}
