import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import type { FoundItem, ItemStore } from '../item-store.ts';
import type { Blob } from '../kept/overlay.ts';
import { pathOf } from '../path-of.ts';
import type { StateCall } from '../state.ts';
import { isNothing } from '../upload/upload.ts';

export type UploadFlaw = 'missing' | 'size' | 'checksum';

/**
 * What an action that completes an upload compares: the bytes that were uploaded with what the item announces of them. Items
 * that the document shows count as uploaded; what an item does not announce, or in a way that is not known, is let through.
 */
export function uploadFlaw(
  template: string,
  { state: { context, listOf }, baseList }: ItemStore,
  found: FoundItem & { readonly item: JsonObject },
  call: StateCall,
): UploadFlaw | undefined {
  const { path } = call.values;
  const blob = context.overlays.peek(call.sandbox)?.blob(pathOf(context, template, path));
  if (blob === undefined || isNothing(blob)) {
    const isShown =
      found.kind === 'base' || baseList(listOf(path), call.ask.params, call.sandbox).byId.has(idOf(found));
    return isShown && blob === undefined ? undefined : 'missing';
  }
  return Object.entries(found.item)
    .map(([name, value]) => flawOf(name, value, blob))
    .find((flaw) => flaw !== undefined);
}

const idOf = (found: FoundItem): string => (found.kind === 'stored' ? found.stored.id : '');

function flawOf(name: string, value: unknown, { bytes }: Blob): UploadFlaw | undefined {
  const plain = name.replaceAll(/[_-]/g, '').toLowerCase();
  if (typeof value === 'number' && SIZES.test(plain)) return value === bytes.length ? undefined : 'size';
  const announced = SUMS.test(plain) ? sha256In(value) : undefined;
  if (announced === undefined) return undefined;
  const hash = createHash('sha256').update(bytes).digest();
  return announced.equals(hash) ? undefined : 'checksum';
}

const SIZES = /^(size|sizebytes|bytesize|contentlength|filesize|sizeinbytes)$/;
const SUMS = /^(checksum|digest|sha256|checksumsha256|sha256checksum|contentsha256)$/;

/** As hex or Base64, with or without the name of the algorithm, or as an object that has both. */
function sha256In(value: unknown): Buffer | undefined {
  if (isObject(value))
    return /^sha-?256$/i.test(String(value.algorithm)) ? sha256In(value.value ?? value.hash) : undefined;
  if (typeof value !== 'string') return undefined;
  const [, text = ''] = /^(?:sha-?256[:=])?:?(.+?):?$/i.exec(value) ?? [];
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
