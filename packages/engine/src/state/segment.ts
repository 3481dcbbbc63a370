/** Any text as one segment of a path or a key, and back. Never throws: half of a surrogate pair becomes the replacement character, a broken escape stays as it is. */
export const toSegment = (text: string): string => (PLAIN.test(text) ? text : encodeURIComponent(text.toWellFormed()));
const PLAIN = /^[\w.~-]*$/;

export function fromSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
