/** Two texts as a unified diff: `@@ -1,4 +1,3 @@`, then lines that start with a space, `-` or `+`. Empty where they are the same. */
export function unifiedDiff(before: readonly string[], after: readonly string[], context = 3): string {
  const changes = changesOf(before, after);
  const out: string[] = [];
  for (let at = 0; at < changes.length; ) {
    // Changes whose contexts touch share a hunk.
    let end = at + 1;
    while (end < changes.length && gap(changes, end) <= context * 2) end++;
    out.push(...hunk(before, after, changes.slice(at, end), context));
    at = end;
  }
  return out.map((line) => `${line}\n`).join('');
}

/** Lines `from` to `to` of the one are lines `newFrom` to `newTo` of the other; the ends are not included. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

const gap = (changes: readonly Change[], at: number): number => (changes[at]?.from ?? 0) - (changes[at - 1]?.to ?? 0);

function hunk(
  before: readonly string[],
  after: readonly string[],
  changes: readonly Change[],
  context: number,
): string[] {
  const first = changes[0];
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return [];
  const start = Math.max(0, first.from - context);
  const end = Math.min(before.length, last.to + context);
  const newStart = first.newFrom - (first.from - start);
  const newEnd = last.newTo + (end - last.to);
  const lines = [`@@ -${range(start, end)} +${range(newStart, newEnd)} @@`];
  let at = start;
  for (const { from, to, newFrom, newTo } of changes) {
    lines.push(...before.slice(at, from).map((line) => ` ${line}`));
    lines.push(...shortened(before.slice(from, to), '-'), ...shortened(after.slice(newFrom, newTo), '+'));
    at = to;
  }
  return [...lines, ...before.slice(at, end).map((line) => ` ${line}`)];
}

const range = (start: number, end: number): string => `${end === start ? start : start + 1},${end - start}`;

/** Nobody reads five thousand items. */
const MAX_RUN = 60;

function shortened(lines: readonly string[], mark: string): string[] {
  const shown = lines.slice(0, MAX_RUN).map((line) => mark + line);
  return lines.length > MAX_RUN ? [...shown, `${mark}… ${lines.length - MAX_RUN} more lines`] : shown;
}

/** Beyond so many differing lines the shortest script is not worth finding: all go, all come. */
const MAX_EDITS = 1000;

function changesOf(before: readonly string[], after: readonly string[]): Change[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const a = before.slice(start, before.length - tail);
  const b = after.slice(start, after.length - tail);
  if (a.length === 0 && b.length === 0) return [];
  const kept = commonLines(a, b);
  const changes: Change[] = [];
  let [at, newAt] = [0, 0];
  for (const [x, y] of [...kept, [a.length, b.length] as const]) {
    if (x > at || y > newAt)
      changes.push({ from: start + at, to: start + x, newFrom: start + newAt, newTo: start + y });
    [at, newAt] = [x + 1, y + 1];
  }
  return changes;
}

/** Pairs of indices of lines that both keep (Myers, An O(ND) Difference Algorithm, 1986). */
function commonLines(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  if (a.length === 0 || b.length === 0) return [];
  const most = Math.min(a.length + b.length, MAX_EDITS);
  const furthest = new Int32Array(2 * most + 3);
  const history: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    history.push(furthest.slice());
    for (let k = -edits; k <= edits; k += 2) {
      let x = reach(furthest, k, edits, most);
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest[k + most + 1] = x;
      if (x >= a.length && x - k >= b.length) return backtrack(history, a, b, most);
    }
  }
  return [];
}

/** The best start on diagonal k: down from the one above, or right from the one below. */
function reach(furthest: Int32Array, k: number, edits: number, most: number): number {
  const above = furthest[k + most + 2] ?? 0;
  const below = furthest[k + most] ?? 0;
  return k === -edits || (k !== edits && below < above) ? above : below + 1;
}

function backtrack(
  history: readonly Int32Array[],
  a: readonly string[],
  b: readonly string[],
  most: number,
): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = history.length - 1; edits >= 0; edits--) {
    const furthest = history[edits] ?? new Int32Array();
    const k = x - y;
    const startX = reach(furthest, k, edits, most);
    const down = k === -edits || (k !== edits && (furthest[k + most] ?? 0) < (furthest[k + most + 2] ?? 0));
    for (; x > startX; x--, y--) pairs.push([x - 1, y - 1]);
    if (edits > 0) [x, y] = down ? [x, y - 1] : [x - 1, y];
  }
  return pairs.reverse();
}
