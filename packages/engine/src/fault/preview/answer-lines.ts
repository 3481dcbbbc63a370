import { isUtf8 } from 'node:buffer';
import type { Answer } from '../../exchange.ts';
import { layOutJson } from './lay-out-json.ts';

/** What changes with each answer, and what is ours. */
const LEFT_OUT = /^(content-length|date|connection|keep-alive|stunt-.*)$/i;

/** An answer as lines to read and to compare: status, header fields, body; JSON one line for each value. */
export function answerLines({ status, headers, body }: Answer): string[] {
  const fields: string[] = [];
  let mediaType = '';
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const [name = '', value = ''] = headers.slice(at, at + 2);
    if (name.toLowerCase() === 'content-type') mediaType = value;
    if (!LEFT_OUT.test(name)) fields.push(`${name}: ${value}`);
  }
  return [String(status), ...fields, '', ...(body === undefined ? [] : bodyLines(body, mediaType))];
}

export function bodyLines(body: Uint8Array, mediaType: string): string[] {
  if (body.length === 0) return [];
  if (!isUtf8(body)) return [`(${body.length} bytes)`];
  const text = Buffer.from(body).toString();
  return /[/+]json\b/i.test(mediaType) ? layOutJson(text) : text.split(/\r?\n/);
}
