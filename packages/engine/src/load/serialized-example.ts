/**
 * The value of a `serializedValue` (OpenAPI 3.2): parsed where its media type is JSON, else the text as it is. A shared
 * example has no media type of its own: what is a JSON object or list is taken for one. Never throws.
 */
export function deserialised(written: string, mediaType: string | undefined): unknown {
  const isJson = mediaType === undefined ? /^\s*[[{]/.test(written) : /[/+]json\s*(?:;|$)/i.test(mediaType);
  if (!isJson) return written;
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}
