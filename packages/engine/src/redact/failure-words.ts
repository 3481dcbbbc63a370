import { types } from 'node:util';

/**
 * What the log may say of an error: which kind, its code, and the places in our own sources. Never its message, which quotes
 * what was worked on: `Unexpected token 'a', "ada@exa"... is not valid JSON`.
 */
export function failureWords(error: unknown): string {
  if (!types.isNativeError(error)) return 'something was thrown that is no error';
  const { message, name } = error;
  const code = 'code' in error && typeof error.code === 'string' && CODE.test(error.code) ? error.code : undefined;
  // Ours to the operator, about the document: no request is in them.
  if (code?.startsWith('SPEC_')) return `${code} ${message}`;
  const words = [KINDS.has(name) ? name : 'Error', ...(code === undefined ? [] : [code])].join(' ');
  const places = placesOf(error.stack ?? '', message);
  return places.length === 0 ? words : `${words} at ${places.join(' < ')}`;
}

const KINDS = new Set([
  'AbortError',
  'AggregateError',
  'RangeError',
  'ReferenceError',
  'StuntError',
  'SyntaxError',
  'TimeoutError',
  'TypeError',
  'URIError',
]);
const CODE = /^(?:E[A-Z0-9]{2,20}|(?:ERR|UND_ERR|FST_ERR|SPEC|HPE)_[A-Z0-9_]{1,50})$/;
/** A module that was loaded anew has a query behind its name. */
const PLACE = /^ {4}at (?:.*[\s(/\\])?([\w.%-]+\.[cm]?[jt]s)(?:\?[\w.=&-]*)?(:\d+):\d+\)?$/gm;
const MOST_PLACES = 4;

/** The innermost first. A message may have lines that look like places, so that what it takes of the stack is left out. */
function placesOf(stack: string, message: string): string[] {
  const at = message === '' ? -1 : stack.indexOf(message);
  const frames = at === -1 ? stack : stack.slice(at + message.length);
  return [...frames.matchAll(PLACE)].slice(0, MOST_PLACES).map(([, file, line]) => `${file}${line}`);
}
