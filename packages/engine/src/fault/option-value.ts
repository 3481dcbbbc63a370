import { validateHeaderName, validateHeaderValue } from 'node:http';
import { DURATION_EXAMPLES, parseDuration, printDuration } from '../time/duration.ts';
import type { OptionSpec, OptionType } from './option-spec.ts';

/**
 * Reads one option as a person or a program wrote it: `"503"` from a command line is as good as `503` from JSON. Never looks
 * at other options.
 */
export type ReadOption =
  | { readonly kind: 'read'; readonly value: unknown }
  /** Worded to stand behind `allowed:`. */
  | { readonly kind: 'refused'; readonly allowed: string };

/** Reads the bytes behind a path, or says why it does not. */
export type ReadFile = (path: string) => Uint8Array | { readonly problem: string };

export interface FileOption {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export const LONGEST_DURATION = 7 * 86_400_000;

type Reader = (given: unknown, spec: OptionSpec, readFile: ReadFile) => ReadOption;

export const readOption: Reader = (given, spec, readFile) => readers[spec.type](given, spec, readFile);

const read = (value: unknown): ReadOption => ({ kind: 'read', value });
const refused = (allowed: string): ReadOption => ({ kind: 'refused', allowed });

const readers: Readonly<Record<OptionType, Reader>> = {
  duration(given, spec) {
    const ms = parseDuration(given);
    const { min = 0, max = LONGEST_DURATION } = spec;
    if (ms !== undefined && ms >= min && ms <= max) return read(ms);
    return refused(`${DURATION_EXAMPLES}, from ${printDuration(min)} to ${printDuration(max)}`);
  },
  integer: (given, spec) => numberOption(given, spec, 'a whole number', Number.isSafeInteger),
  number: (given, spec) => numberOption(given, spec, 'a number', Number.isFinite),
  fraction: (given, spec) => numberOption(given, { min: 0, max: 1, ...spec }, 'a number', Number.isFinite),
  boolean(given) {
    const value = typeof given === 'string' ? { true: true, false: false, '': true }[given] : given;
    return typeof value === 'boolean' ? read(value) : refused('true or false');
  },
  word(given, { values = [] }) {
    return typeof given === 'string' && values.includes(given) ? read(given) : refused(values.join(', '));
  },
  text(given) {
    if (typeof given === 'number') return read(String(given));
    return typeof given === 'string' ? read(given) : refused('a text');
  },
  integers(given, spec) {
    const list = Array.isArray(given) ? given : typeof given === 'string' ? given.split(',') : [given];
    const items = list.map((item) => numberOption(item, spec, '', Number.isSafeInteger));
    const values = items.flatMap((item) => (item.kind === 'read' ? [item.value] : []));
    if (values.length > 0 && values.length === items.length) return read(values);
    return refused(`one or more whole numbers${rangeOf(spec)}, such as 500,503`);
  },
  headers(given) {
    const fields = fieldsOf(given);
    return fields === undefined
      ? refused('header fields that HTTP can carry, such as {"X-Shard": "7"} or "X-Shard: 7"')
      : read(fields);
  },
  json: (given) => (given === undefined ? refused('a text or any JSON value') : read(given)),
  file(given, _spec, readFile) {
    if (typeof given !== 'string' || given === '') return refused('the path of a file');
    const found = readFile(given);
    return found instanceof Uint8Array
      ? read({ path: given, bytes: found } satisfies FileOption)
      : refused(`a file that can be read (${found.problem})`);
  },
  /** Its fields are read one by one, where their names are known. */
  object: () => refused('an object'),
};

function numberOption(given: unknown, spec: OptionSpec | Bounds, what: string, is: (n: number) => boolean): ReadOption {
  const isNumeral = typeof given === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(given);
  const value = isNumeral ? Number(given) : given;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
  if (typeof value === 'number' && is(value) && value >= min && value <= max) return read(value);
  return refused(`${what}${rangeOf(spec)}`);
}

type Bounds = Pick<OptionSpec, 'min' | 'max'>;

function rangeOf({ min, max }: Bounds): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

/** A flat list of names and values; undefined where it is none, or where Node would refuse to send it. */
function fieldsOf(given: unknown): string[] | undefined {
  const pairs = pairsOf(given);
  if (pairs === undefined) return undefined;
  try {
    for (const [name, value] of pairs) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
  } catch {
    return undefined;
  }
  return pairs.flat();
}

function pairsOf(given: unknown): [string, string][] | undefined {
  if (typeof given === 'string') return pairsOf([given]);
  if (typeof given !== 'object' || given === null) return undefined;
  const pairs = Array.isArray(given)
    ? given.map((line) => /^([^:]+):\s*(.*)$/.exec(String(line))?.slice(1, 3) ?? ['', ''])
    : Object.entries(given).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
  const isText = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
  if (!pairs.every(([, value]) => isText(value))) return undefined;
  return pairs.map(([name, value]) => [String(name), String(value)]);
}
