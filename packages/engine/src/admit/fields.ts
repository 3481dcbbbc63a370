import { decodeField, MALFORMED } from './percent.ts';

/**
 * Names with raw values, as queries, forms and cookies carry them. Names are decoded, values are as sent, so that an encoded
 * delimiter stays data until a style has split them. A name that was sent more than once has the list of its values.
 */
export type Fields = ReadonlyMap<string, string | string[]>;

export const NO_FIELDS: Fields = new Map();

/** The fields of a request target's query; none where it has no `?`. */
export function fieldsOfTarget(target: string): Fields {
  const start = target.indexOf('?');
  return start === -1 ? NO_FIELDS : parseFields(target, start + 1);
}

/** How many pairs a text holds at most; counting is cheap, and reading a million of them is not. */
export function countFields(text: string): number {
  let count = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) count++;
  return count;
}

/** Reads `a=1&b=2` from `start` on. A name that cannot be decoded is kept as it was sent. */
export function parseFields(text: string, start = 0): Fields {
  const fields = new Map<string, string | string[]>();
  for (let at = start; at < text.length; ) {
    const ampersand = text.indexOf('&', at);
    const end = ampersand === -1 ? text.length : ampersand;
    if (end > at) addPair(fields, text, at, end);
    at = end + 1;
  }
  return fields;
}

export function addField(fields: Map<string, string | string[]>, name: string, value: string): void {
  const present = fields.get(name);
  if (present === undefined) fields.set(name, value);
  else if (typeof present === 'string') fields.set(name, [present, value]);
  else present.push(value);
}

/** Cookies by name; quotes around a value are not part of it (RFC 6265 4.1.1). */
export function parseCookies(header: string | string[] | undefined): Fields {
  if (header === undefined) return NO_FIELDS;
  const fields = new Map<string, string | string[]>();
  for (const pair of (typeof header === 'string' ? header : header.join(';')).split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1) continue;
    const value = pair.slice(equals + 1).trim();
    const quoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
    addField(fields, pair.slice(0, equals).trim(), quoted ? value.slice(1, -1) : value);
  }
  return fields;
}

function addPair(fields: Map<string, string | string[]>, text: string, start: number, end: number): void {
  const found = text.indexOf('=', start);
  const equals = found === -1 || found > end ? end : found;
  const sent = text.slice(start, equals);
  const name = decodeField(sent);
  addField(fields, name === MALFORMED ? sent : name, equals === end ? '' : text.slice(equals + 1, end));
}
