/** Bytes of a body as text, by the charset that came with it; UTF-8 where it names none, or one that nobody knows. */
export function textOf(bytes: Uint8Array, charset: string | undefined): string {
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) return decodeAs(bytes, charset);
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // A byte order mark is no part of the text, and JSON.parse would stumble over it.
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return buffer.toString('utf8', start);
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return textOf(bytes, undefined);
  }
}
