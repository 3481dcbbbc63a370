/**
 * How long many exchanges took, in a fixed number of integers: four buckets to each doubling, so that a quantile is right
 * within a tenth. Keeps no single duration, and never grows.
 */
export interface Latencies {
  readonly counts: Uint32Array;
  count: number;
  /** Milliseconds. */
  sum: number;
}

const PER_DOUBLING = 4;
/** The upper bound of the first bucket is 2^-6 ms, of the last but one 2^17 ms: two minutes. */
const LOWEST = -6;
const HIGHEST = 17;
const LAST = (HIGHEST - LOWEST) * PER_DOUBLING + 1;
const SIZE = LAST + 1;

export const newLatencies = (): Latencies => ({ counts: new Uint32Array(SIZE), count: 0, sum: 0 });

function bucketOf(ms: number): number {
  const at = Math.ceil((Math.log2(ms) - LOWEST) * PER_DOUBLING);
  // A clock that stood still gives 0 ms, whose logarithm is none; one that was set back gives less.
  return at > 0 ? Math.min(at, LAST) : 0;
}

export function observe(latencies: Latencies, ms: number): void {
  const bucket = bucketOf(ms);
  latencies.counts[bucket] = (latencies.counts[bucket] ?? 0) + 1;
  latencies.count++;
  latencies.sum += ms;
}

const boundOf = (bucket: number): number => 2 ** (LOWEST + bucket / PER_DOUBLING);

/** Milliseconds that the share `q` did not exceed; undefined where nothing was observed. */
export function quantile({ counts, count }: Latencies, q: number): number | undefined {
  if (count === 0) return undefined;
  const rank = Math.max(1, Math.ceil(q * count));
  let before = 0;
  for (let bucket = 0; bucket < SIZE; bucket++) {
    const here = counts[bucket] ?? 0;
    if (before + here >= rank) {
      const low = bucket === 0 ? 0 : boundOf(bucket - 1);
      return low + ((boundOf(bucket) - low) * (rank - before)) / here;
    }
    before += here;
  }
  return undefined;
}

/** Upper bounds in seconds with what took no longer: each doubling of milliseconds, as a Prometheus histogram has them. */
export function cumulative({ counts }: Latencies): { readonly le: number; readonly count: number }[] {
  const steps: { le: number; count: number }[] = [];
  let sum = 0;
  for (let bucket = 0; bucket < LAST; bucket++) {
    sum += counts[bucket] ?? 0;
    const exponent = LOWEST + bucket / PER_DOUBLING;
    if (Number.isInteger(exponent) && exponent >= -2 && exponent <= 16)
      steps.push({ le: boundOf(bucket) / 1000, count: sum });
  }
  return steps;
}

export function addLatencies(into: Latencies, { counts, count, sum }: Latencies): void {
  for (let bucket = 0; bucket < SIZE; bucket++)
    into.counts[bucket] = (into.counts[bucket] ?? 0) + (counts[bucket] ?? 0);
  into.count += count;
  into.sum += sum;
}

/** Adds to those of a name. */
export function addTo(sums: Map<string, Latencies>, name: string, latencies: Latencies): void {
  const sum = sums.get(name) ?? newLatencies();
  addLatencies(sum, latencies);
  sums.set(name, sum);
}
