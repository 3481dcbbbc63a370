import type { Random } from '../../chance/random.ts';
import type { FaultKind } from '../fault-kind.ts';
import type { OptionSpec } from '../option-spec.ts';

/** A late, correct answer. Draws each delay anew from the distribution that was asked for; never a negative one. */
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
    fixed: duration('Always this long; 200ms where no distribution is given'),
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
  plan: (options, { random }) => ({ do: 'delay', ms: Math.min(LONGEST_MS, Math.max(0, draw(options, random))) }),
};

/** By the inverse of the distribution, or, where it is normal, by Box and Muller's transform: exact, and two draws at most. */
function draw({ fixed, uniform, normal, lognormal, pareto }: LatencyOptions, random: Random): number {
  if (uniform) return uniform.min + (uniform.max - uniform.min) * random.next();
  if (normal) return normal.mean + normal.stddev * standardNormal(random);
  if (lognormal) return capped(lognormal.median * Math.exp(lognormal.sigma * standardNormal(random)), lognormal.max);
  if (pareto) return capped(pareto.scale / (1 - random.next()) ** (1 / pareto.shape), pareto.max);
  return fixed ?? DEFAULT_MS;
}

const capped = (ms: number, max = LONGEST_MS): number => Math.min(ms, max);

function standardNormal(random: Random): number {
  // 1 - next() is never 0, whose logarithm is infinite.
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
