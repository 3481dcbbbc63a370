import type { Flat } from './flat.ts';

/** The numbers that bounds and `multipleOf` leave: inclusive ends, perhaps infinite; every value a multiple of `step`. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly step: number | undefined;
}

/** Undefined where no number is left. */
export function rangeOf(flat: Flat, integer: boolean): Range | undefined {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, multipleOf } = flat;
  const above = flat.exclusiveMinimum ?? Number.NEGATIVE_INFINITY;
  const under = flat.exclusiveMaximum ?? Number.POSITIVE_INFINITY;
  const step = integer ? integerStep(multipleOf) : multipleOf;
  const nudge = Number.isFinite(under - above) ? Math.min(0.01, (under - above) / 4) : 0.01;
  let low = Math.max(minimum, step === undefined ? above + nudge : nextMultiple(above, step));
  let high = Math.min(maximum, step === undefined ? under - nudge : -nextMultiple(-under, step));
  if (step !== undefined) {
    low = Number.isFinite(low) ? multiple(Math.ceil(low / step - 1e-9), step) : low;
    high = Number.isFinite(high) ? multiple(Math.floor(high / step + 1e-9), step) : high;
  }
  const shut = (Number.isFinite(above) && low <= above) || (Number.isFinite(under) && high >= under);
  return shut || low > high ? undefined : { low, high, step };
}

/** The nearest number of the range; what lies outside is spread over it instead of piling up at its ends. */
export function snap(value: number, { low, high, step }: Range): number {
  let inside = value;
  if (value < low || value > high) {
    const width = high - low;
    inside = value < low ? low : high;
    if (Number.isFinite(width)) inside = low + (width === 0 ? 0 : Math.abs(value) % width);
    else if (Number.isFinite(low)) inside = low + (Math.abs(value) % 1000);
    else if (Number.isFinite(high)) inside = high - (Math.abs(value) % 1000);
    inside = Math.min(high, Math.max(low, hundredths(inside)));
  }
  if (step === undefined) return inside;
  return Math.min(high, Math.max(low, multiple(Math.round(inside / step), step)));
}

/** What a multiple of `multipleOf` must be a multiple of to be an integer: 1 for 0.5, 5 for 2.5. */
function integerStep(multipleOf: number | undefined): number {
  if (multipleOf === undefined) return 1;
  for (let k = 1; k <= 1000; k++) if (Number.isInteger(multipleOf * k)) return multipleOf * k;
  return 1;
}

function nextMultiple(bound: number, step: number): number {
  if (!Number.isFinite(bound)) return bound;
  const next = multiple(Math.ceil(bound / step - 1e-9), step);
  return next > bound ? next : multiple(Math.round(next / step) + 1, step);
}

/** `k * step` without the dust of binary fractions. */
function multiple(k: number, step: number): number {
  const [mantissa = '', exponent = '0'] = String(step).split('e');
  const digits = Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
  const value = k * step;
  return Math.abs(value) > 1e15 || digits > 20 ? value : Number(value.toFixed(digits));
}

function hundredths(value: number): number {
  return Math.abs(value) > 1e13 ? value : Math.round(value * 100) / 100;
}
