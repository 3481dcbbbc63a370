import type { Faker } from '@faker-js/faker';
import type { generateSync } from 'json-schema-faker';
import { REFERENCE } from './instant.ts';
import type { Leaf } from './leaf.ts';
import type { Shape } from './pass.ts';

/**
 * The two libraries that make up data, loaded on first need. All state they share between callers is set before each use
 * (faker's seed and day) or handed over with the call (json-schema-faker's options), so that nothing leaks between documents.
 */
export interface Generators {
  readonly faker: Faker;
  readonly generateSync: typeof generateSync;
}

let generators: Generators | undefined;

export function areLoaded(): boolean {
  return generators !== undefined;
}

export async function loadGenerators(): Promise<void> {
  const [{ generateSync: fill }, { faker }] = await Promise.all([
    import('json-schema-faker'),
    import('@faker-js/faker/locale/en'),
  ]);
  generators = { generateSync: fill, faker };
}

function loaded(): Generators {
  if (generators === undefined) throw new Error('loadSampler() must have finished before anything is sampled');
  return generators;
}

const OPTIONS = {
  alwaysFakeOptionals: true,
  fillProperties: false,
  maxDepth: 1000,
  useDefaultValue: false,
  useExamplesValue: false,
};
/** Thrown to json-schema-faker, which then makes the value itself. Made once: stack traces cost. */
const NOTHING_BETTER = new Error('no better value');

/** The shape filled in: the same for the same seed, in every process and on every day. */
export function generate(shape: Shape, leaves: readonly Leaf[], seed: number): unknown {
  const { faker, generateSync: fill } = loaded();
  faker.seed(seed);
  faker.setDefaultRefDate(REFERENCE);
  const drawn = new Map<number, number>();
  const leaf = (index: number): unknown => {
    const n = drawn.get(index) ?? 0;
    drawn.set(index, n + 1);
    const value = leaves[index]?.draw(faker, n);
    if (value === undefined) throw NOTHING_BETTER;
    return value;
  };
  try {
    return fill(shape, { ...OPTIONS, seed, extensions: { faker: { leaf } } });
  } catch {
    // It gives up on some contradictions instead of making a wrong value; the caller mends either.
    return null;
  }
}

/** A text for a pattern that json-schema-faker can read. */
export function generateText(pattern: string, seed: number): string {
  return String(loaded().generateSync({ type: 'string', pattern }, { seed }));
}
