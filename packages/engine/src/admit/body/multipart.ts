/** Reads multipart/form-data (RFC 7578) that is in memory already. Parts keep their bytes; nothing is written anywhere. */
export interface Part {
  readonly name: string;
  /** Present for files. */
  readonly filename: string | undefined;
  readonly mediaType: string | undefined;
  readonly bytes: Uint8Array;
}

export type Multipart = { readonly parts: Part[] } | { readonly problem: string };

const DASHES = '--';
/** More parts than any form has. */
const MOST_PARTS = 10_000;

export function parseMultipart(body: Uint8Array, boundary: string): Multipart {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`${DASHES}${boundary}`, 'latin1');
  const separator = Buffer.from(`\r\n${DASHES}${boundary}`, 'latin1');
  const parts: Part[] = [];
  let at = bytes.indexOf(delimiter);
  // Text before the first delimiter is a preamble, but the delimiter has to start a line.
  if (at > 0 && bytes[at - 1] !== 10) at = bytes.indexOf(separator) === -1 ? -1 : bytes.indexOf(separator) + 2;
  if (at === -1) return { problem: 'must contain its boundary' };
  for (at += delimiter.length; ; ) {
    if (bytes.toString('latin1', at, at + 2) === DASHES) return { parts };
    const start = bytes.indexOf('\r\n', at, 'latin1');
    const end = start === -1 ? -1 : bytes.indexOf(separator, start);
    if (end === -1) return { problem: 'must end with its boundary and two dashes' };
    if (parts.length === MOST_PARTS) return { problem: `must not have more than ${MOST_PARTS} parts` };
    const part = parsePart(bytes.subarray(start + 2, end));
    if (part === undefined)
      return { problem: `must have a Content-Disposition with a name in part ${parts.length + 1}` };
    parts.push(part);
    at = end + separator.length;
  }
}

function parsePart(bytes: Buffer): Part | undefined {
  const headersEnd = bytes.indexOf('\r\n\r\n');
  if (headersEnd === -1) return undefined;
  // Browsers send names as UTF-8.
  const headers = bytes.toString('utf8', 0, headersEnd).split('\r\n');
  const disposition = fieldOf(headers, 'content-disposition');
  const name = disposition === undefined ? undefined : parameterOf(disposition, 'name');
  if (disposition === undefined || name === undefined) return undefined;
  return {
    name,
    filename: parameterOf(disposition, 'filename'),
    mediaType: fieldOf(headers, 'content-type'),
    bytes: bytes.subarray(headersEnd + 4),
  };
}

function fieldOf(headers: readonly string[], name: string): string | undefined {
  const line = headers.find((header) => header.slice(0, name.length + 1).toLowerCase() === `${name}:`);
  return line?.slice(name.length + 1).trim();
}

/** Quotes inside are escaped by a backslash, or by `%22` as browsers do. */
function parameterOf(disposition: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(disposition);
  if (match === null) return undefined;
  return match[1] === undefined ? match[2] : match[1].replaceAll(/\\(["\\])/g, '$1').replaceAll('%22', '"');
}
