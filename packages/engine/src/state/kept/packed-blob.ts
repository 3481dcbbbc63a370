import { isObject } from '../../schema/json-schema.ts';
import type { Blob } from './overlay.ts';

/**
 * A blob as one run of bytes, as stores keep it: four bytes of length, what is known of it as JSON, its own bytes. What is
 * unpacked shares the memory of what was packed, so that an upload is in memory once. Never copies more than that once.
 */
export function packBlob({ bytes, ...facts }: Blob): Uint8Array {
  const head = Buffer.from(JSON.stringify(facts));
  const packed = Buffer.allocUnsafeSlow(4 + head.length + bytes.length);
  packed.writeUInt32BE(head.length, 0);
  packed.set(head, 4);
  packed.set(bytes, 4 + head.length);
  return packed;
}

/** Undefined where it is none; also reads what earlier releases kept, in which the bytes are Base64. */
export function unpackBlob(value: unknown): Blob | undefined {
  if (value instanceof Uint8Array) return unpacked(value);
  if (!isObject(value) || typeof value.bytes !== 'string') return undefined;
  return blobOf(value, Buffer.from(value.bytes, 'base64'));
}

function unpacked(packed: Uint8Array): Blob | undefined {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = bytes.length < 4 ? Number.POSITIVE_INFINITY : 4 + bytes.readUInt32BE(0);
  if (end > bytes.length) return undefined;
  try {
    const facts: unknown = JSON.parse(bytes.toString('utf8', 4, end));
    return isObject(facts) ? blobOf(facts, bytes.subarray(end)) : undefined;
  } catch {
    return undefined;
  }
}

function blobOf({ mediaType, at }: Readonly<Record<string, unknown>>, bytes: Uint8Array): Blob | undefined {
  return typeof mediaType === 'string' && typeof at === 'number' ? { mediaType, at, bytes } : undefined;
}
