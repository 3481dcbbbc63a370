import { fromAssignments, fromTurns, splitList } from '../members.ts';
import { type Decode, MALFORMED } from '../percent.ts';
import type { SchemaFacts } from '../schema-facts.ts';
import { DELIMITERS, ENCODED_COMMA } from './delimiters.ts';

/**
 * The styles whose value is one piece of text, in a path segment or a header field: simple, label, matrix,
 * and the lists of OpenAPI 2.
 * Several readings, likeliest first, where the schema or practice allows more than one.
 */
export type TextReading = (raw: string) => unknown;

export interface TextStyle {
  readonly name: string;
  readonly style: string;
  readonly explode: boolean;
  readonly decode: Decode;
}

export function textReadings(style: TextStyle, facts: SchemaFacts): TextReading[] {
  if (style.style === 'label') return labelReadings(style, facts);
  if (style.style === 'matrix') return matrixReadings(style, facts);
  const delimiters = facts.array ? DELIMITERS[style.style] : undefined;
  // Those of OpenAPI 2, whose parameters are of one type.
  if (delimiters !== undefined) return [(raw) => splitList(raw, delimiters.strict, style.decode)];
  return simpleReadings(style, facts);
}

function simpleReadings({ explode, decode }: TextStyle, facts: SchemaFacts): TextReading[] {
  const readings: TextReading[] = [];
  if (facts.object) readings.push((raw) => (explode ? fromAssignments(raw, ',', decode) : fromTurns(raw, ',', decode)));
  const lists: TextReading[] = [(raw) => splitList(raw, ',', decode), (raw) => splitList(raw, ENCODED_COMMA, decode)];
  return [...readings, ...orPlain(facts, lists, decode, ',')];
}

/** Where both a list and a single value are allowed, text without a delimiter is rather a single value. */
function orPlain(
  facts: SchemaFacts,
  lists: readonly TextReading[],
  plain: TextReading,
  delimiter: string,
): TextReading[] {
  if (!facts.array) return facts.primitive ? [plain] : [];
  if (!facts.primitive) return [...lists];
  // The prefix of label and matrix is no delimiter.
  const delimited = lists.map(
    (read): TextReading =>
      (raw) =>
        raw.includes(delimiter, 1) ? read(raw) : MALFORMED,
  );
  return [...delimited, plain, ...lists];
}

/** OpenAPI up to 3.0.3 separates by dots in either case, RFC 6570 and later versions by commas unless exploded. */
function labelReadings({ explode, decode }: TextStyle, facts: SchemaFacts): TextReading[] {
  const after =
    (read: TextReading): TextReading =>
    (raw) =>
      raw.startsWith('.') ? read(raw.slice(1)) : MALFORMED;
  const readings: TextReading[] = [];
  if (facts.object && explode) {
    readings.push(
      after((raw) => fromAssignments(raw, '.', decode)),
      after((raw) => fromAssignments(raw, ',', decode)),
    );
  } else if (facts.object) {
    readings.push(
      after((raw) => fromTurns(raw, ',', decode)),
      after((raw) => fromTurns(raw, '.', decode)),
    );
  }
  const delimiters = explode ? ['.'] : [',', '.'];
  const lists = delimiters.map((delimiter) => after((raw) => splitList(raw, delimiter, decode)));
  return [...readings, ...orPlain(facts, lists, after(decode), explode ? '.' : ',')];
}

function matrixReadings({ name, explode, decode }: TextStyle, facts: SchemaFacts): TextReading[] {
  const readings: TextReading[] = [];
  const own =
    (read: TextReading): TextReading =>
    (raw) => {
      const value = matrixValue(name, raw, decode);
      return value === MALFORMED ? MALFORMED : read(value);
    };
  if (facts.object) {
    if (explode) readings.push((raw) => (raw.startsWith(';') ? fromAssignments(raw.slice(1), ';', decode) : MALFORMED));
    else readings.push(own((value) => fromTurns(value, ',', decode)));
  }
  const list: TextReading = explode
    ? (raw) => explodedMatrixList(name, raw, decode)
    : own((value) => splitList(value, ',', decode));
  return [...readings, ...orPlain(facts, [list], own(decode), explode ? ';' : ',')];
}

function explodedMatrixList(name: string, raw: string, decode: Decode): unknown {
  if (!raw.startsWith(';')) return MALFORMED;
  const items: unknown[] = [];
  for (const piece of raw.slice(1).split(';')) {
    const value = matrixValue(name, `;${piece}`, decode);
    const item = value === MALFORMED ? MALFORMED : decode(value);
    if (item === MALFORMED) return MALFORMED;
    items.push(item);
  }
  return items;
}

/** What stands behind `;name=`; `;name` alone is the empty value. */
function matrixValue(name: string, raw: string, decode: Decode): string | typeof MALFORMED {
  if (!raw.startsWith(';')) return MALFORMED;
  const equals = raw.indexOf('=');
  const sent = decode(equals === -1 ? raw.slice(1) : raw.slice(1, equals));
  if (sent !== name) return MALFORMED;
  return equals === -1 ? '' : raw.slice(equals + 1);
}
