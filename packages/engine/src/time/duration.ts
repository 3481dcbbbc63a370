/** Durations as a user writes them (`200ms`, `1.5s`, `5m`, `2h`, `7d`) to milliseconds and back. The one place that knows the units. */

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** A hundred years: what is reckoned from now with it is still a time that can be written. */
const LONGEST = 36_500 * UNITS.d;

export const DURATION_EXAMPLES = 'a duration such as 200ms, 30s, 5m, 2h or 7d';

/** What to say where `parseDuration` found none. */
export const DURATION_FORM = `${DURATION_EXAMPLES}, up to 36500d`;

/** Milliseconds; undefined where the value is no duration, or one of more than a hundred years. A number without a unit is none. */
export function parseDuration(value: unknown): number | undefined {
  const [, number, unit] = (typeof value === 'string' && DURATION.exec(value)) || [];
  const ms = Number(number) * UNITS[unit as keyof typeof UNITS];
  return ms <= LONGEST ? ms : undefined;
}

/** The shortest text that says it exactly, in one unit; `parseDuration` reads it back. */
export function printDuration(ms: number): string {
  const fitting = (Object.entries(UNITS) as [string, number][]).findLast(
    ([unit, size]) => ms % size === 0 && (ms > 0 || unit === 's'),
  );
  return fitting ? `${ms / fitting[1]}${fitting[0]}` : `${ms}ms`;
}
