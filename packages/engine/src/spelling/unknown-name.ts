import { nearestNames } from './nearest-name.ts';

/** Says of a name that it does not exist, and which do. `what` is worded to stand behind `there is no`. */
export function unknownWords(part: string, what: string, given: string, names: Iterable<string>): string {
  const all = [...new Set(names)];
  const nearest = nearestNames(given, all);
  const told = nearest.length > 0 ? `Nearest: ${nearest.join(', ')}.` : someOf(all);
  return `${part} is ${shown(given)}; there is no ${what} of that name. ${told}`;
}

const someOf = (names: readonly string[]): string =>
  names.length === 0
    ? 'There are none.'
    : `There are ${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}.`;

/** What was received as it would be written, shortened. */
export function shown(received: unknown): string {
  const text = JSON.stringify(received) ?? String(received);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
