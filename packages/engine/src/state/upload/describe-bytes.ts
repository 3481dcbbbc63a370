import { createHash } from 'node:crypto';
import type { Operation } from '../../operation.ts';
import { isValid } from '../../schema/check.ts';
import type { JsonObject } from '../../schema/json-schema.ts';
import type { ItemStore } from '../item-store.ts';
import type { PropertyFacts } from '../resource.ts';
import type { StateCall } from '../state.ts';
import type { SentFile } from './sent-file.ts';

/**
 * Tells in the item what was uploaded, where the schema has members that leave no doubt and only the server sets: size,
 * media type, SHA-256. What the client announced stays, so that a wrong announcement can be found out.
 */
export function describeBytes(operation: Operation, store: ItemStore, call: StateCall, file: SentFile): void {
  const { resource } = store.state;
  const found = store.find(call.sandbox, call.values.path, call.ask.params);
  if (found.kind === 'absent') return;
  const item = withBytes(store, found.item, file);
  if (item === found.item) return;
  const id = String(call.values.path[resource.parameter]);
  store.change({ call, operation, kind: 'updated', id, item });
}

/** The item with what is known of its bytes; itself where it says nothing of them. `announced`: what the client said of them, as it stays. */
export function withBytes(
  { state, schema }: ItemStore,
  given: JsonObject,
  file: SentFile,
  announced: JsonObject = given,
): JsonObject {
  if (schema === undefined) return given;
  const { facts, context } = state;
  let item = given;
  for (const property of facts.properties.values()) {
    const said = announced[property.name];
    if (!property.readOnly && said !== undefined && said !== null) continue;
    for (const value of valuesFor(property, file)) {
      const tried = { ...item, [property.name]: value };
      if (!isValid(context.responseSchemas, schema, tried)) continue;
      item = tried;
      break;
    }
  }
  return item;
}

function valuesFor({ name, types }: PropertyFacts, { bytes, mediaType, filename }: SentFile): unknown[] {
  const plain = name.replaceAll(/[_-]/g, '').toLowerCase();
  if (/^(size|sizebytes|bytesize|contentlength|filesize|sizeinbytes)$/.test(plain))
    return types.has('integer') || types.has('number') ? [bytes.length] : [];
  if (/^(contenttype|mediatype|mimetype)$/.test(plain)) return [mediaType.split(';')[0]];
  if (/^(filename|originalname|originalfilename)$/.test(plain)) return filename === undefined ? [] : [filename];
  if (/^(checksum|sha256|checksumsha256|sha256checksum)$/.test(plain)) {
    const hash = createHash('sha256').update(bytes);
    const hex = hash.copy().digest('hex');
    const base64 = hash.digest('base64');
    return [hex, `sha256:${hex}`, `sha-256:${hex}`, base64, { algorithm: 'sha-256', value: hex }];
  }
  return [];
}
