import { XMLValidator } from 'fast-xml-parser';
import type { Random } from '../../chance/random.ts';
import { withBody } from '../answer-parts.ts';
import type { FaultKind } from '../fault-kind.ts';
import { shownType } from '../shown-type.ts';
import { isJsonType, isXmlType, successfulBody } from '../successful-body.ts';

/** A body that is no JSON or XML any more: one character of its structure is gone, at a place chosen by chance. */
export const malformed: FaultKind<Record<never, never>> = {
  kind: 'malformed',
  summary: 'a body that is no JSON/XML any more',
  options: {},
  layerOf: () => 'response',
  plan(_options, context) {
    const found = successfulBody(context.answer);
    if (found.kind === 'none') return found.plan;
    const syntax = isJsonType(found.mediaType) ? json : isXmlType(found.mediaType) ? xml : undefined;
    if (syntax === undefined)
      return { do: 'nothing', why: `the body is no JSON or XML (${shownType(found.mediaType)})` };
    const text = broken(Buffer.from(found.bytes).toString(), syntax, context.random);
    return { do: 'replace', answer: withBody(found.answer, Buffer.from(text)) };
  },
};

interface Syntax {
  /** What holds a text of this syntax together. */
  readonly structure: string;
  isWellFormed(text: string): boolean;
  /** Put at the end, it breaks any text. */
  readonly breaker: string;
}

const json: Syntax = {
  structure: '{}[]:,"',
  isWellFormed(text) {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  },
  breaker: ',',
};

const xml: Syntax = {
  structure: '<>/"',
  isWellFormed: (text) => XMLValidator.validate(text) === true,
  breaker: '<',
};

/** A character can be gone without harm (a comma inside a string), so the text is read again after each try. */
const TRIES = 12;
const SEARCHED = 4096;

function broken(text: string, { structure, isWellFormed, breaker }: Syntax, random: Random): string {
  for (let i = 0; i < TRIES; i++) {
    const place = structureNear(text, Math.floor(random.next() * text.length), structure);
    const without = text.slice(0, place) + text.slice(place + 1);
    if (place !== -1 && !isWellFormed(without)) return without;
  }
  return text + breaker;
}

/** The next place at or after `from`, else the last before it. */
function structureNear(text: string, from: number, structure: string): number {
  const end = Math.min(text.length, from + SEARCHED);
  for (let at = from; at < end; at++) if (structure.includes(text.charAt(at))) return at;
  for (let at = from; at >= Math.max(0, from - SEARCHED); at--) if (structure.includes(text.charAt(at))) return at;
  return -1;
}
