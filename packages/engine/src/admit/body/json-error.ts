/**
 * Where a text stops being JSON: the offset of the first character that cannot stand there. Only called on texts that
 * `JSON.parse` refused, since its message names no position for many of them. Builds no values.
 */
export function findJsonError(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const token = tokenAt(text, at);
    const next: Expected | undefined = token.broken === undefined ? step(token.kind, expected, open) : undefined;
    if (next === undefined) return token.broken !== undefined && fits(token.kind, expected) ? token.broken : at;
    expected = next;
    at = token.end;
  }
  return text.length;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';
type Kind = 'string' | 'literal' | '{' | '}' | '[' | ']' | ':' | ',' | 'other';

interface Token {
  readonly kind: Kind;
  readonly end: number;
  /** Offset of what is wrong inside the token. */
  readonly broken?: number;
}

const SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const BEGUN_ESCAPE = /\\(?:u[0-9a-fA-F]{0,3})?/y;
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Beginnings of literals, so that the place named is where they stop being one. */
const BEGUN =
  /t(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|n(?:u(?:ll?)?)?|-?(?:(?:0|[1-9]\d*)(?:\.(?:\d+(?:[eE][+-]?\d*)?)?|[eE][+-]?\d*)?)?/y;

function skipSpace(text: string, at: number): number {
  return at + lengthOf(SPACE, text, at);
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function tokenAt(text: string, at: number): Token {
  const first = text.charAt(at);
  switch (first) {
    case '"':
      return stringAt(text, at);
    case '{':
    case '}':
    case '[':
    case ']':
    case ':':
    case ',':
      return { kind: first, end: at + 1 };
    default: {
      const whole = at + lengthOf(LITERAL, text, at);
      const begun = at + lengthOf(BEGUN, text, at);
      if (whole >= begun && whole > at) return { kind: 'literal', end: whole };
      return { kind: begun > at ? 'literal' : 'other', end: begun, broken: begun };
    }
  }
}

/** A loop, since a pattern would recurse on long strings. */
function stringAt(text: string, start: number): Token {
  const broken = (at: number): Token => ({ kind: 'string', end: at, broken: at });
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return { kind: 'string', end: at + 1 };
    if (code < 32) return broken(at);
    if (code !== 92) continue;
    const length = lengthOf(ESCAPE, text, at);
    if (length === 0) return broken(at + lengthOf(BEGUN_ESCAPE, text, at));
    at += length - 1;
  }
  return broken(text.length);
}

function fits(kind: Kind, expected: Expected): boolean {
  const isKey = expected === 'key' || expected === 'key or }';
  return kind === 'string' ? isKey || isValue(expected) : kind === 'literal' && isValue(expected);
}

function isValue(expected: Expected): boolean {
  return expected === 'value' || expected === 'value or ]';
}

/** What may come after the token; undefined where the token may not come at all. */
function step(kind: Kind, expected: Expected, open: ('{' | '[')[]): Expected | undefined {
  if (isValue(expected)) {
    if (kind === '{' || kind === '[') {
      open.push(kind);
      return kind === '{' ? 'key or }' : 'value or ]';
    }
    if (kind === ']' && expected === 'value or ]') return close(open);
    return kind === 'string' || kind === 'literal' ? afterValue(open) : undefined;
  }
  if (expected === 'key' || expected === 'key or }') {
    if (kind === 'string') return ':';
    return kind === '}' && expected === 'key or }' ? close(open) : undefined;
  }
  if (expected === ':') return kind === ':' ? 'value' : undefined;
  if (expected === 'nothing') return undefined;
  const inside = open[open.length - 1];
  if (kind === ',') return inside === '{' ? 'key' : 'value';
  return (kind === '}' && inside === '{') || (kind === ']' && inside === '[') ? close(open) : undefined;
}

function close(open: ('{' | '[')[]): Expected {
  open.pop();
  return afterValue(open);
}

function afterValue(open: readonly unknown[]): Expected {
  return open.length === 0 ? 'nothing' : ', or end';
}
