import { isValid } from './check.ts';
import { repair } from './repair.ts';
import { draw } from './sample/draw.ts';
import { areLoaded, loadGenerators } from './sample/generate.ts';
import { isUnsatisfiable, type Unsatisfiable } from './sample/part.ts';
import { plainValue } from './sample/plain-value.ts';
import type { Sampler } from './sampler.ts';

export type { Sampled, SampleOptions, Sampler } from './sampler.ts';

let loading: Promise<Sampler> | undefined;

/** json-schema-faker and faker are loaded on the first call; afterwards the answer is immediate. */
export function loadSampler(): Sampler | Promise<Sampler> {
  if (areLoaded()) return sample;
  loading ??= loadGenerators().then(() => sample);
  return loading;
}

/** Seeds tried before a value that came out wrong is mended. */
const SEEDS = 3;

/** A value that came out wrong (branches of a `oneOf` that overlap, a pattern beyond the generator) is drawn anew, then mended. */
const sample: Sampler = (schemas, schema, options) => {
  const normal = schemas.normalise(schema);
  const drawn = drawValid(schemas, normal, options);
  if (!isUnsatisfiable(drawn) && isValid(schemas, normal, drawn.value)) return drawn;
  const value = isUnsatisfiable(drawn) ? undefined : drawn.value;
  const mended = isUnsatisfiable(drawn)
    ? drawn
    : repair(schemas, normal, value, { seed: options.seed, sample: drawValid });
  if (!isUnsatisfiable(mended)) return { value: mended.value };
  return plainValue((plain) => isValid(schemas, normal, plain)) ?? mended;
};

/** What `repair` uses inside `sample`: no repair of its own, or the two would never end. */
const drawValid: Sampler = (schemas, schema, options) => {
  const normal = schemas.normalise(schema);
  let last: { value: unknown } | Unsatisfiable = { unsatisfiable: '#' };
  for (let i = 0; i < SEEDS; i++) {
    last = draw(schemas, normal, { ...options, seed: options.seed + i * 104_729 });
    if (isUnsatisfiable(last) || isValid(schemas, normal, last.value)) return last;
  }
  return last;
};
