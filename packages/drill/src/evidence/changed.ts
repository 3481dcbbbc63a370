import { harmOf } from '../mode.ts';
import type { Attempt } from '../run-record.ts';

const MOST = 3;

/** What faults changed in answers that said that all is well, in words: a place and what became of it, never a value. */
export function changedWords(met: readonly Attempt[]): string[] {
  const notes = met.flatMap(({ fault = '', note }) =>
    note !== undefined && harmOf(fault) === 'invalid' ? [`${fault} at ${note}`] : [],
  );
  const [first, ...more] = [...new Set(notes)];
  if (first === undefined) return [];
  const shown = [first, ...more.slice(0, MOST - 1)].join('; ');
  const left = more.length >= MOST ? ` and ${more.length + 1 - MOST} more` : '';
  return [`${CHANGED} ${shown}${left}.`];
}

/** How such a sentence begins. */
export const CHANGED = 'What was wrong with the answer:';
