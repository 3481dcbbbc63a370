/** A time as a sentence says it: `340 ms`, `2.4 s`. */
export const shown = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`;
