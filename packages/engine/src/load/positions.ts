import { jsonOffset } from './json-positions.ts';
import { yamlOffset } from './yaml-positions.ts';

/** Where a pointer stands in the text of a file: at its key, or at the nearest thing around it that the text has. */

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export type Positions = (tokens: readonly string[]) => Position;

/** Looks through as little of the text as the first questions need, and remembers it. */
export function positionsIn(source: string): Positions {
  const offsetOf = /^\s*[{[]/.test(source) ? jsonOffset(source) : yamlOffset(source);
  return (tokens) => positionAt(source, offsetOf(tokens));
}

function positionAt(source: string, offset: number): Position {
  let line = 1;
  let start = 0;
  for (let end = source.indexOf('\n'); end >= 0 && end < offset; end = source.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}
