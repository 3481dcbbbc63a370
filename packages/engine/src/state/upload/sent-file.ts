import type { HttpRequest } from '../../exchange.ts';
import { parseMultipart } from '../../multipart/multipart.ts';

/** The file of a request: its body, or the first file of a form. Keeps bytes and media type as they were sent. */
export interface SentFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const UNKNOWN = 'application/octet-stream';

/** Undefined where a form has no file. */
export function sentFile({ headers, body }: HttpRequest): SentFile | undefined {
  const mediaType = headers['content-type'] ?? UNKNOWN;
  if (!/^multipart\/form-data/i.test(mediaType)) return { mediaType, bytes: body };
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(mediaType);
  const parsed = boundary && parseMultipart(body, boundary[1] ?? boundary[2] ?? '');
  if (!parsed || !('parts' in parsed)) return undefined;
  const file =
    parsed.parts.find(({ filename }) => filename !== undefined) ??
    parsed.parts.find((part) => part.mediaType !== undefined && !/^text\/|json/i.test(part.mediaType));
  return file && { mediaType: file.mediaType ?? UNKNOWN, bytes: file.bytes };
}
