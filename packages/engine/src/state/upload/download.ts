import { createHash } from 'node:crypto';
import type { Answer } from '../../exchange.ts';
import { fieldValue } from '../../header/field-value.ts';
import type { Operation } from '../../operation.ts';
import { statelessly } from '../base.ts';
import type { StateContext } from '../context.ts';
import type { ItemStore } from '../item-store.ts';
import type { Answering } from '../operation-state.ts';
import type { Blob } from '../overlay.ts';
import type { StateCall } from '../state.ts';
import { blobPath, isNothing, whereMissing } from './upload.ts';

/** GET of bytes: those that were uploaded, one by one, with their media type; else the document's. */
export function compileDownload(operation: Operation, context: StateContext, store: ItemStore | undefined): Answering {
  return {
    answer(call) {
      const missing = store && whereMissing(store, call);
      if (missing !== undefined) return missing;
      const blob = context.overlays.peek(call.sandbox)?.blob(blobPath(context, operation, call));
      if (blob === undefined) return undefined;
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
