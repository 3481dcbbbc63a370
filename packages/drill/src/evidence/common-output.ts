import { stripVTControlCharacters } from 'node:util';

/**
 * Compares what a run printed with what the baseline did. Lines may come in any order; durations and times of day are never
 * compared, and lines that differed between the runs of the baseline only by their shape.
 */
export interface CommonOutput {
  /** Whether a text says nothing else than the baseline did. */
  isSame(output: string): boolean;
}

export function commonOutput(baselines: readonly string[]): CommonOutput {
  const counted = baselines.map((text) => countOf(linesOf(text)));
  const [first = new Map<string, number>(), ...others] = counted;
  const stable = new Map<string, number>();
  for (const [line, count] of first) {
    const common = Math.min(count, ...others.map((other) => other.get(line) ?? 0));
    if (common > 0) stable.set(line, common);
  }
  const shapes = new Set(counted.flatMap((counts) => [...counts].flatMap(([line, count]) => unstable(line, count))));
  function unstable(line: string, count: number): string[] {
    return count > (stable.get(line) ?? 0) ? [shapeOf(line)] : [];
  }
  return {
    isSame(output) {
      const left = new Map(stable);
      for (const line of linesOf(output)) {
        const count = left.get(line) ?? 0;
        if (count > 0) left.set(line, count - 1);
        else if (!shapes.has(shapeOf(line))) return false;
      }
      return [...left.values()].every((count) => count === 0);
    },
  };
}

function countOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

const linesOf = (text: string): string[] =>
  stripVTControlCharacters(text)
    .split(/\r?\n/)
    .map((line) => line.replace(TIME_OF_DAY, '<time>').replace(DURATION, '<duration>').trim())
    .filter((line) => line !== '');

const TIME_OF_DAY =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g;
const DURATION =
  /\b\d+(?:[.,]\d+)?\s?(?:ns|µs|ms|s|secs?|seconds?|milliseconds?|m|min|minutes?)\b|\b(duration(?:_ms)?|time|elapsed)(["']?\s*[:=]?\s*)\d+(?:\.\d+)?/gi;

/** Numbers, ids and digests count as equal. */
const shapeOf = (line: string): string =>
  line.replace(/[0-9a-f]{8,}|\d+(?:\.\d+)?/gi, '#').replace(/(?:#[-.:]?)+/g, '#');
