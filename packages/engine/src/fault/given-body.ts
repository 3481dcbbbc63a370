import type { FileOption } from './option-value.ts';

/** The bytes of a body that a rule brings along, and what they are. A text goes out as it was written; all else as JSON. */
export interface GivenBody {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export function givenBody(body: unknown): GivenBody {
  if (typeof body !== 'string') return { bytes: Buffer.from(JSON.stringify(body)), mediaType: 'application/json' };
  const mediaType = body.trimStart().startsWith('<')
    ? markupType(body)
    : isJsonText(body)
      ? 'application/json'
      : 'text/plain';
  return { bytes: Buffer.from(body), mediaType };
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  txt: 'text/plain',
  csv: 'text/csv',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
};

export function fileBody({ path, bytes }: FileOption): GivenBody {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return { bytes, mediaType: MEDIA_TYPES[extension] ?? 'application/octet-stream' };
}

const markupType = (text: string): string =>
  /^\s*<(!doctype\s+html|html)\b/i.test(text) ? 'text/html' : 'application/xml';

function isJsonText(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
