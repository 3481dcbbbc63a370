import type { SentPart, StateCall } from '../state.ts';

/** The file of a request: its body, or the first file of a form. Keeps bytes and media type as they were sent. */
export interface SentFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** As the form has it. */
  readonly filename?: string | undefined;
}

const UNKNOWN = 'application/octet-stream';

/** Undefined where a form has no file. */
export function sentFile({ request, values }: StateCall): SentFile | undefined {
  const mediaType = request.headers['content-type'] ?? UNKNOWN;
  if (!/^multipart\/form-data/i.test(mediaType)) return { mediaType, bytes: request.body };
  return fileIn(values.parts ?? []);
}

/** The first part of a form that is a file, by its name or by its media type. */
export function fileIn(parts: readonly SentPart[]): SentFile | undefined {
  const file =
    parts.find(({ filename }) => filename !== undefined) ??
    parts.find((part) => part.mediaType !== undefined && !/^text\/|json/i.test(part.mediaType));
  return file && { mediaType: file.mediaType ?? UNKNOWN, bytes: file.bytes, filename: file.filename };
}

/** The body itself, where it is a file and no form; what else is said of it stands in the query: `POST /assets?name=a.zip`. */
export function bodyFile({ values, request }: StateCall): SentFile | undefined {
  const { body } = values;
  if (!(body instanceof Uint8Array)) return undefined;
  const [filename] = [values.query.filename, values.query.name].filter((name) => typeof name === 'string');
  return { bytes: body, mediaType: request.headers['content-type'] ?? 'application/octet-stream', filename };
}
