import type { Violation } from '../../exchange.ts';
import { shorten } from '../../schema/explain-violations.ts';
import { nestsTooDeep } from '../nesting.ts';
import { findJsonError } from './json-error.ts';

/** Parses a JSON body; what is no JSON comes back as a violation that names the place, never as an exception. */
export type Parsed = { readonly value: unknown } | { readonly violation: Violation };

export function parseJsonBody(text: string): Parsed {
  if (nestsTooDeep(text)) return { violation: TOO_DEEP };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    return { violation: violationAt(text) };
  }
}

const TOO_DEEP: Violation = { in: 'body', path: [], code: 'parse', message: 'must not be nested so deeply' };

function violationAt(text: string): Violation {
  const offset = findJsonError(text);
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const found =
    offset >= text.length ? 'end of the body' : JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
  return {
    in: 'body',
    path: [],
    code: 'parse',
    message: `must be JSON, but has an unexpected ${found} at line ${line}, column ${column}`,
    received: shorten(text.slice(Math.max(0, offset - 40), offset + 40)),
  };
}
