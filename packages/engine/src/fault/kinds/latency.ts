import { normalQuantile } from '../../chance/normal-quantile.ts';
import type { FaultKind } from '../fault-kind.ts';
import type { OptionSpec } from '../option-spec.ts';

/** A late, correct answer. Draws each delay from the distribution that was asked for, evenly over many; never a negative one. */
export interface LatencyOptions {
  readonly fixed?: number;
  readonly uniform?: { readonly min: number; readonly max: number };
  readonly normal?: { readonly mean: number; readonly stddev: number };
  readonly lognormal?: { readonly median: number; readonly sigma: number; readonly max?: number };
  readonly pareto?: { readonly scale: number; readonly shape: number; readonly max?: number };
}

const DEFAULT_MS = 200;
/** No delay is longer, whatever the tail of a distribution gives. */
const LONGEST_MS = 24 * 3_600_000;

const duration = (description: string): OptionSpec => ({ type: 'duration', description, max: LONGEST_MS });
const required = (spec: OptionSpec): OptionSpec => ({ ...spec, required: true });
const longest = duration('No delay is longer than this');

export const latency: FaultKind<LatencyOptions> = {
  kind: 'latency',
  summary: 'a late, correct answer',
  options: {
    fixed: { ...duration('Always this long, where no distribution is given'), otherwise: `${DEFAULT_MS}ms` },
    uniform: {
      type: 'object',
      description: 'Evenly spread between two delays',
      fields: { min: { ...duration('Shortest delay'), default: '0s' }, max: required(duration('Longest delay')) },
    },
    normal: {
      type: 'object',
      description: 'Around a mean; what would be negative is no delay',
      fields: { mean: required(duration('Mean delay')), stddev: required(duration('Standard deviation')) },
    },
    lognormal: {
      type: 'object',
      description: 'Mostly near the median, with a tail, as real services are',
      fields: {
        median: required(duration('Half of the delays are longer')),
        sigma: { type: 'number', min: 0, max: 5, default: 0.4, description: 'Spread of the logarithm' },
        max: longest,
      },
    },
    pareto: {
      type: 'object',
      description: 'A heavy tail: few delays, very long',
      fields: {
        scale: required(duration('Shortest delay')),
        shape: { type: 'number', min: 0.1, max: 100, default: 2, description: 'The smaller, the heavier the tail' },
        max: longest,
      },
    },
  },
  layerOf: () => 'edge',
  contradiction(options) {
    const given = Object.keys(options);
    if (given.length > 1) return `${given.join(' and ')} were given; allowed: one distribution.`;
    const { uniform } = options;
    if (uniform && uniform.min > uniform.max) return 'uniform.min is larger than uniform.max.';
    return undefined;
  },
  plan(options, { random, evenly }) {
    const ms = delayAt(evenly?.() ?? random.next(), options);
    return { do: 'delay', ms: Math.min(LONGEST_MS, Math.max(0, ms)) };
  },
};

/** The delay below which the fraction `p` of all delays lies: exact, by the inverse of each distribution. */
function delayAt(p: number, { fixed, uniform, normal, lognormal, pareto }: LatencyOptions): number {
  if (uniform) return uniform.min + (uniform.max - uniform.min) * p;
  if (normal) return normal.mean + normal.stddev * normalQuantile(p);
  if (lognormal) return capped(lognormal.median * Math.exp(lognormal.sigma * normalQuantile(p)), lognormal.max);
  if (pareto) return capped(pareto.scale / (1 - p) ** (1 / pareto.shape), pareto.max);
  return fixed ?? DEFAULT_MS;
}

const capped = (ms: number, max = LONGEST_MS): number => Math.min(ms, max);
