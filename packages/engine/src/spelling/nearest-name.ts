/** What somebody may have meant by a name that does not exist. Compares names only; never decides what they stand for. */

/** The name of `names` that `given` is most likely a slip of; undefined where none is close. */
export function nearestName(given: string, names: Iterable<string>): string | undefined {
  return nearestNames(given, names)[0];
}

/** Up to `limit` names that are close, the closest first. */
export function nearestNames(given: string, names: Iterable<string>, limit = 3): string[] {
  const wanted = given.toLowerCase();
  const furthest = Math.max(1, Math.floor(given.length / 3));
  return [...names]
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= furthest)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Levenshtein's distance, where two neighbours that were swapped count once. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = (previous[column - 1] ?? 0) + (same ? 0 : 1);
      cost = Math.min(cost, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
