import { passedOn } from './hop-by-hop.ts';

/** Ours; an upstream that is a double too has its own. */
const OURS = new Set(['stunt-source', 'stunt-request-id']);

/** The header fields (a flat list) of an upstream's answer as the client gets them: repeated ones kept, encodings untouched. */
export const answerHeaders = (headers: readonly string[]): string[] => [
  ...passedOn(headers, OURS),
  'Stunt-Source',
  'upstream',
];

/** The first field of a name that is given in lower case. */
export function fieldOf(headers: readonly string[], name: string): string | undefined {
  const at = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name);
  return at === -1 ? undefined : headers[at + 1];
}
