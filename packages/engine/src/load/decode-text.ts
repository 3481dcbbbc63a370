/** Bytes of a document to text: UTF-8 or UTF-16, without a byte order mark. Never guesses an 8-bit encoding. */

export type Decoded = { readonly text: string } | { readonly binary: string };

/** How the first bytes give a file away, and what to call it. */
const MAGIC: readonly (readonly [bytes: readonly number[], name: string])[] = [
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG image'],
];

export function decodeText(bytes: Buffer): Decoded {
  if (startsWith(bytes, [0xff, 0xfe])) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (startsWith(bytes, [0xfe, 0xff])) return { text: new TextDecoder('utf-16be').decode(bytes) };
  const magic = MAGIC.find(([start]) => startsWith(bytes, start));
  if (magic !== undefined) return { binary: magic[1] };
  if (bytes.subarray(0, 4096).includes(0)) return { binary: 'a binary file' };
  return { text: bytes.toString('utf8', startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0) };
}

function startsWith(bytes: Buffer, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
