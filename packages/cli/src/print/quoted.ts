/** A word as a POSIX shell takes it; left bare where nothing in it is special, as a tilde within a path is not. */
export function quoted(word: string): string {
  return /^(?:[\w:/.,=@%+-]|(?<=\/)~)+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
