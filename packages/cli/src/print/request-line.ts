import type { JournalEntry } from '@stuntdouble/engine';
import { timeOfDay } from './time-of-day.ts';

/** One request in a line: time, method, template, status, source, duration, faults, violations, id. */
export function requestLine(entry: JournalEntry): string {
  const { id, at, method, template, status, source, durationMs, faults, violations } = entry;
  return [
    timeOfDay(new Date(at)),
    method.padEnd(6),
    template ?? '(no operation)',
    status === 0 ? '---' : String(status),
    source,
    `${Math.round(durationMs)}ms`,
    ...faults.filter((fault) => !fault.includes(' not fired')).map((fault) => `[${fault}]`),
    ...violations.map((violation) => `{${violation}}`),
    id,
  ].join('  ');
}
