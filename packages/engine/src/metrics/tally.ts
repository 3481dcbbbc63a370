/** How often each of a few words came up. Never holds more than `most` of them: what comes after that counts as `other`. */
export interface Tally {
  add(word: string): void;
  /** The most frequent first. */
  entries(): readonly (readonly [word: string, count: number])[];
}

export const OTHER = 'other';

export function createTally(most: number): Tally {
  const counts = new Map<string, number>();
  return {
    add(word) {
      const key = counts.has(word) || counts.size < most ? word : OTHER;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    entries: () => [...counts].sort(([, a], [, b]) => b - a),
  };
}
