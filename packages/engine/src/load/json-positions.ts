/** Offsets of values in a JSON text, by scanning only the containers on the way to them. Takes broken text without complaint. */

interface Member {
  /** Of the key, or of the item of a list. */
  readonly at: number;
  readonly value: number;
}

export function jsonOffset(source: string): (tokens: readonly string[]) => number {
  const scanned = new Map<number, Map<string, Member>>();
  const top = skipSpace(source, 0);
  return (tokens) => {
    let found: Member = { at: top, value: top };
    for (const token of tokens) {
      const members = scanned.get(found.value) ?? scan(source, found.value);
      scanned.set(found.value, members);
      const member = members.get(token);
      if (member === undefined) break;
      found = member;
    }
    return found.at;
  };
}

/** The members of the container that starts at `open`; none where a scalar does. */
function scan(source: string, open: number): Map<string, Member> {
  const members = new Map<string, Member>();
  const isList = source[open] === '[';
  if (!isList && source[open] !== '{') return members;
  let at = skipSpace(source, open + 1);
  for (let index = 0; at < source.length && source[at] !== '}' && source[at] !== ']'; index += 1) {
    let key = String(index);
    let value = at;
    if (!isList) {
      const end = skipString(source, at);
      key = readKey(source.slice(at, end));
      value = skipSpace(source, skipSpace(source, end) + 1);
    }
    members.set(key, { at, value });
    const next = skipSpace(source, skipValue(source, value));
    // A text that is broken here would otherwise never move on.
    at = source[next] === ',' ? skipSpace(source, next + 1) : next > at ? next : source.length;
  }
  return members;
}

function skipValue(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const character = source.charCodeAt(at);
    if (character === QUOTE) at = skipString(source, at) - 1;
    else if (character === OPEN_BRACE || character === OPEN_BRACKET) depth += 1;
    else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) depth -= 1;
    if (depth < 0 || (depth === 0 && character === COMMA)) return at;
    if (depth === 0 && (character === CLOSE_BRACE || character === CLOSE_BRACKET)) return at + 1;
  }
  return source.length;
}

/** Behind the closing quote of the string that starts at `open`. */
function skipString(source: string, open: number): number {
  let end = source.indexOf('"', open + 1);
  while (end > 0 && isEscaped(source, end)) end = source.indexOf('"', end + 1);
  return end < 0 ? source.length : end + 1;
}

function isEscaped(source: string, quote: number): boolean {
  let backslashes = 0;
  while (source.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function skipSpace(source: string, start: number): number {
  let at = start;
  while (at < source.length && source.charCodeAt(at) <= SPACE) at += 1;
  return at;
}

function readKey(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;
