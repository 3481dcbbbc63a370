/** Guesses which of the names that are gone became which of the new ones. Suggests only: nothing is classified by it. */
export interface Candidate {
  readonly name: string;
  /** Only names of the same kind can be one another. */
  readonly kind: string;
  readonly description: string | undefined;
}

/** Below this, names have too little in common. */
const LEAST = 0.5;

/** @returns new names by old ones, each once, the likeliest first. */
export function suggestRenames(removed: readonly Candidate[], added: readonly Candidate[]): Map<string, string> {
  const pairs = removed.flatMap((from) =>
    added.filter(({ kind }) => kind === from.kind).map((to) => ({ from, to, likeness: likenessOf(from, to) })),
  );
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to, likeness } of pairs.toSorted((one, other) => other.likeness - one.likeness)) {
    if (likeness < LEAST || renames.has(from.name) || taken.has(to.name)) continue;
    renames.set(from.name, to.name);
    taken.add(to.name);
  }
  return renames;
}

function likenessOf(from: Candidate, to: Candidate): number {
  const isSameText = from.description !== undefined && from.description === to.description;
  const [one, other] = [wordsOf(from.name), wordsOf(to.name)];
  const common = one.filter((word) => other.includes(word)).length;
  const byWords = common / new Set([...one, ...other]).size;
  const [short = '', long = ''] = [one.join(''), other.join('')].toSorted((a, b) => a.length - b.length);
  // `qty` and `quantity`: the letters of one in the order of the other.
  const isShortened = short.length >= 3 && short[0] === long[0] && isWithin(short, long) ? LEAST : 0;
  return (isSameText ? LEAST : 0) + Math.max(byWords, isShortened);
}

const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');

function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}
