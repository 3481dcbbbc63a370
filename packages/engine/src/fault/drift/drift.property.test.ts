import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../chance/random.ts';
import { isObject } from '../../schema/json-schema.ts';
import { pointerTokens } from '../../schema/pointer.ts';
import { loadSampler, type Sampler } from '../../schema/sample.ts';
import { createSchemas } from '../../schema/schemas.ts';
import { arbitraryDocument } from './arbitrary-schema.ts';
import { type Drifted, drift } from './drift.ts';
import { ajvOf } from './drift-fixture.ts';
import { DRIFT_MODES, type DriftMode, SURPRISING } from './drift-mode.ts';

let sample: Sampler;
beforeAll(async () => {
  sample = await loadSampler();
});

interface Tried {
  readonly healthy: unknown;
  readonly isValid: (value: unknown) => boolean;
  drifted(mode: DriftMode): Drifted | undefined;
}

/** Undefined where nothing satisfies the schema, or the sampler found nothing that does. */
function tried(root: { $defs: object; schema: object }, seed: number): Tried | undefined {
  const schemas = createSchemas(root, 'json-schema', 'response');
  const sampled = sample(schemas, root.schema, { seed });
  const isValid = ajvOf(root);
  if (!('value' in sampled) || !isValid(sampled.value)) return undefined;
  const healthy: unknown = JSON.parse(JSON.stringify(sampled.value));
  return {
    healthy,
    isValid,
    drifted: (mode) => drift(schemas, root.schema, healthy, { mode, path: undefined }, seededRandom(seed)),
  };
}

const cases = [arbitraryDocument, fc.nat(1_000_000)] as const;

describe('drift of random schemas and values', () => {
  it('violates where it says so and is valid where it says so, for an ajv of its own', () => {
    const fired = new Map<DriftMode, number>();
    fc.assert(
      fc.property(...cases, (root, seed) => {
        const subject = tried(root, seed);
        for (const mode of subject === undefined ? [] : DRIFT_MODES) {
          const found = subject?.drifted(mode);
          if (subject === undefined || found === undefined) continue;
          fired.set(mode, (fired.get(mode) ?? 0) + 1);
          const bytes = JSON.stringify(found.value);
          expect([mode, subject.isValid(JSON.parse(bytes))]).toEqual([mode, found.effect !== 'violating']);
          if (!SURPRISING.has(mode)) expect(found.effect).toBe('violating');
          expect(bytes).not.toBe(JSON.stringify(subject.healthy));
        }
      }),
      { numRuns: 200, seed: 20261122 },
    );
    for (const mode of DRIFT_MODES) expect([mode, (fired.get(mode) ?? 0) > 5]).toEqual([mode, true]);
  });

  it('changes the place that the pointer names, and nothing else', () => {
    let compared = 0;
    fc.assert(
      fc.property(...cases, fc.constantFrom(...DRIFT_MODES), (root, seed, mode) => {
        const subject = tried(root, seed);
        const found = subject?.drifted(mode);
        if (subject === undefined || found === undefined) return;
        compared++;
        const tokens = pointerTokens(found.pointer);
        expect(without(found.value, tokens, mode)).toBe(without(subject.healthy, tokens, mode));
      }),
      { numRuns: 100, seed: 20261122 },
    );
    expect(compared).toBeGreaterThan(9);
  });

  it('finds a place wherever a search by force finds one', () => {
    const found = { null: 0, 'number-as-string': 0 };
    fc.assert(
      fc.property(...cases, (root, seed) => {
        const subject = tried(root, seed);
        if (subject === undefined) return;
        const { healthy, isValid, drifted } = subject;
        const violates = (change: (value: unknown) => unknown): boolean =>
          [...changed(healthy, change)].some((value) => !isValid(value));
        const finds = (mode: keyof typeof found): void => {
          expect(drifted(mode)?.mode).toBe(mode);
          found[mode]++;
        };
        if (violates((value) => (value === null ? value : null))) finds('null');
        if (violates((value) => (typeof value === 'number' ? String(value) : value))) finds('number-as-string');
      }),
      { numRuns: 100, seed: 20261122 },
    );
    expect(found.null).toBeGreaterThan(9);
    expect(found['number-as-string']).toBeGreaterThan(4);
  });
});

/** The value with a hole at the place: a renamed property leaves two names, so only the others are compared. */
function without(value: unknown, tokens: readonly string[], mode: DriftMode): string {
  const [name, ...rest] = tokens;
  if (name === undefined) return 'hole';
  if (Array.isArray(value))
    return JSON.stringify(value.map((item, at) => (String(at) === name ? without(item, rest, mode) : item)));
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (rest.length > 0)
    return JSON.stringify(entries.map(([key, item]) => [key, key === name ? without(item, rest, mode) : item]));
  if (mode !== 'renamed') return JSON.stringify(entries.filter(([key]) => key !== name));
  return JSON.stringify(entries.filter(([key]) => key.replaceAll(/[_-]/g, '').toLowerCase() !== flat(name)));
}

const flat = (name: string): string => name.replaceAll(/[_-]/g, '').toLowerCase();

/** The value with the change made at each single place. */
function* changed(value: unknown, change: (value: unknown) => unknown): Generator<unknown> {
  yield change(value);
  if (Array.isArray(value))
    for (const [at, item] of value.entries()) for (const other of changed(item, change)) yield value.with(at, other);
  if (isObject(value))
    for (const [name, item] of Object.entries(value))
      for (const other of changed(item, change))
        yield Object.fromEntries(Object.entries(value).map(([key, old]) => [key, key === name ? other : old]));
}
