import type { Progress } from '@stuntdouble/drill';

/** What is said while a drill runs: one plain line for each thing that is done, for terminals and logs alike. */
export function progressLine(progress: Progress): string {
  if (progress.kind === 'baseline') return `baseline ${progress.run} of ${progress.of} …`;
  const { done, of, leftMs, result } = progress;
  const left = done === of ? '' : `, about ${inWords(leftMs)} left`;
  return `${done} of ${of}${left}: ${result.cell.id} ${result.verdict}`;
}

function inWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
