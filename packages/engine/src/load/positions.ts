import { jsonOffset } from './json-positions.ts';
import { yamlOffset } from './yaml-positions.ts';

/** Where a pointer stands in the text of a file: at its key, or at the nearest thing around it that the text has. */

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export type Positions = (tokens: readonly string[]) => Position;

/** Looks through as little of the text as the questions need, and remembers it. */
export function positionsIn(source: string): Positions {
  const offsetOf = /^\s*[{[]/.test(source) ? jsonOffset(source) : yamlOffset(source);
  const lines = lineStarts(source);
  return (tokens) => {
    const offset = offsetOf(tokens);
    const { line, start } = lines(offset);
    return { line, column: offset - start + 1 };
  };
}

/** Finds the line of an offset; each line break is looked for once, however many questions come. */
function lineStarts(source: string): (offset: number) => { readonly line: number; readonly start: number } {
  const starts = [0];
  let end = source.indexOf('\n');
  return (offset) => {
    for (; end >= 0 && end < offset; end = source.indexOf('\n', end + 1)) starts.push(end + 1);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, start: starts[low] ?? 0 };
  };
}
