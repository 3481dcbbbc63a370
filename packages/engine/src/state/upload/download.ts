import { createHash } from 'node:crypto';
import type { Answer } from '../../exchange.ts';
import { fieldValue } from '../../header/field-value.ts';
import type { Operation } from '../../operation.ts';
import type { Responded } from '../../respond/responder.ts';
import { statelessly } from '../base.ts';
import type { StateContext } from '../context.ts';
import type { ItemStore } from '../item-store.ts';
import type { Blob } from '../kept/overlay.ts';
import type { Answering } from '../operation-state.ts';
import type { StateCall } from '../state.ts';
import { wrongState } from '../transition/apply-transition.ts';
import { findTransition } from '../transition/find-transition.ts';
import type { Transition } from '../transition/transition.ts';
import { blobPath, isNothing, whereMissing } from './upload.ts';

/** GET of bytes: those that were uploaded, one by one, with their media type; else the document's. */
export function compileDownload(operation: Operation, context: StateContext, store: ItemStore | undefined): Answering {
  const completing = store && completionOf(operation, context);
  return {
    answer(call) {
      const missing = store && whereMissing(store, call);
      if (missing !== undefined) return missing;
      const blob = context.overlays.peek(call.sandbox)?.blob(blobPath(context, operation, call));
      if (blob === undefined) return completing && notYetUploaded(completing, store, call);
      if (isNothing(blob)) {
        const path = call.request.target.split('?', 1)[0]?.slice(0, 200) ?? '';
        return { kind: 'refused', refusal: { code: 'ITEM_NOT_FOUND', resource: operation.template, id: path } };
      }
      const described = statelessly(context, operation, { ...call.ask, accept: undefined });
      if (described.kind !== 'answered') return undefined;
      return { kind: 'answered', answer: answerOf(blob, described.answer, nameOf(store, call)) };
    },
  };
}

/** The action that waits for the bytes of this path. */
function completionOf({ template }: Operation, { document }: StateContext): Transition | undefined {
  return document.operations
    .map((each) => findTransition(document, each))
    .flatMap((found) => (found?.kind === 'transition' ? [found.transition] : []))
    .find(({ uploaded, from }) => uploaded === template && from.size > 0);
}

/** Refused where somebody made the item and it still waits for its bytes: the document's own would be made up. */
function notYetUploaded(transition: Transition, store: ItemStore, call: StateCall): Responded | undefined {
  const { resource, uploaded = '', from, set } = transition;
  const found = store.find(call.sandbox, call.values.path, call.ask.params);
  if (found.kind !== 'stored') return undefined;
  if (wrongState({ ...transition, requires: [] }, found.item, store.state.context, call) !== undefined)
    return undefined;
  for (const field of from.keys()) {
    const then = set.get(field);
    if (then?.kind !== 'value') continue;
    const refusal = { code: 'STATE_CONFLICT', resource, field, is: found.item[field], allowed: [then.value] } as const;
    return { kind: 'refused', refusal };
  }
  return { kind: 'refused', refusal: { code: 'UPLOAD_MISMATCH', resource, uploaded, flaw: 'missing' } };
}

/** What the document's header fields say of the bytes is said of these. */
function answerOf({ bytes, mediaType }: Blob, { status, headers }: Answer, name: string | undefined): Answer {
  const fields = ['Content-Type', fieldValue(mediaType), 'Content-Length', String(bytes.length)];
  for (let at = 0; at < headers.length; at += 2) {
    const field = headers[at] ?? '';
    const value = fieldValueFor(field.toLowerCase(), headers[at + 1] ?? '', bytes, name);
    if (value !== undefined) fields.push(field, value);
  }
  return { status, headers: [...fields, 'Stunt-Source', 'stored'], body: bytes, source: 'stored' };
}

/** Undefined where nothing true can be said. */
function fieldValueFor(field: string, shown: string, bytes: Uint8Array, name: string | undefined): string | undefined {
  switch (field) {
    case 'content-type':
    case 'content-length':
    case 'stunt-source':
    case 'content-range':
    case 'last-modified':
      return undefined;
    case 'etag':
      return `"${digest(bytes, 'hex').slice(0, 32)}"`;
    case 'content-digest':
    case 'repr-digest':
      return `sha-256=:${digest(bytes, 'base64')}:`;
    case 'digest':
      return `SHA-256=${digest(bytes, 'base64')}`;
    case 'content-md5':
      return createHash('md5').update(bytes).digest('base64');
    case 'content-disposition':
      return name === undefined ? shown.split(';', 1)[0] : `attachment; filename="${name}"`;
    default:
      return shown;
  }
}

const digest = (bytes: Uint8Array, encoding: 'hex' | 'base64'): string =>
  createHash('sha256').update(bytes).digest(encoding);

/** What the item calls its file; what a quoted string cannot hold becomes `_`. */
function nameOf(store: ItemStore | undefined, { sandbox, values, ask }: StateCall): string | undefined {
  const found = store?.find(sandbox, values.path, ask.params);
  if (found === undefined || found.kind === 'absent') return undefined;
  const { fileName, filename, file_name: snake, name } = found.item;
  const told = [fileName, filename, snake, name].find((each) => typeof each === 'string');
  return typeof told === 'string' ? told.replaceAll(/[^\x20-\x7e]|["\\]/g, '_') : undefined;
}
