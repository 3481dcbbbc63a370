import { median } from './median.mjs';

/** A row of what something costs, for information where it has no target: `samples` hold microseconds by `key` and by `base`, a ratio is always within one sample. */
export function costRow({ measure, unit = 'µs CPU/request', samples, key, base, against, target }) {
  const ratios = samples.map((sample) => sample[key] / sample[base]);
  const ratio = median(ratios);
  return {
    measure,
    unit,
    stunt: median(samples.map((sample) => sample[key])),
    ratio,
    ratios,
    against,
    ...(target !== undefined && { target: `<= ${target}`, pass: ratio <= target }),
  };
}
