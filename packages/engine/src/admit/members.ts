import { type Decode, decodeAll, MALFORMED } from './percent.ts';

/** Turns pieces of text into lists and objects, the way that all styles share. */

export type Members = Record<string, unknown>;

/** Splits before it decodes, so that an encoded delimiter is data; the empty text is the empty list. */
export function splitList(raw: string, delimiter: string | RegExp, decode: Decode): string[] | typeof MALFORMED {
  return raw === '' ? [] : decodeAll(raw.split(delimiter), decode);
}

/** `R,100,G,200`: names and values in turn. A name without a value at the end is malformed. */
export function fromTurns(raw: string, delimiter: string | RegExp, decode: Decode): Members | typeof MALFORMED {
  const pieces = splitList(raw, delimiter, decode);
  if (pieces === MALFORMED || pieces.length % 2 === 1) return MALFORMED;
  const members: Members = {};
  for (let index = 0; index < pieces.length; index += 2) setMember(members, pieces[index] ?? '', pieces[index + 1]);
  return members;
}

/** `R=100,G=200`. A piece without `=` belongs to the value before it, which contained the delimiter: `.a=1.5.b=2`. */
export function fromAssignments(raw: string, delimiter: string, decode: Decode): Members | typeof MALFORMED {
  const pairs: string[] = [];
  for (const piece of raw === '' ? [] : raw.split(delimiter)) {
    const last = pairs.length - 1;
    if (piece.includes('=')) pairs.push(piece);
    else if (last < 0) return MALFORMED;
    else pairs[last] = `${pairs[last]}${delimiter}${piece}`;
  }
  const members: Members = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = decode(pair.slice(0, equals));
    const value = decode(pair.slice(equals + 1));
    if (name === MALFORMED || value === MALFORMED) return MALFORMED;
    setMember(members, name, value);
  }
  return members;
}

/** An own member whatever its name: assignment would take `__proto__` for the prototype. */
export function setMember(members: Members, name: string, value: unknown): void {
  if (name !== '__proto__') members[name] = value;
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}
