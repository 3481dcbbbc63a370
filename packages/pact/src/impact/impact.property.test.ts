import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiDocument, loadDocument } from '@stuntdouble/engine';
import { breakingMutations, type Mutation, safeMutations } from '../testing/mutate-document.ts';
import { type Impact, impactOf } from './impact.ts';

/** Documents that real platforms publish. They lie beside the checkout; a clone without them skips these tests. */
const specs = join(import.meta.dirname, '../../../../../shared/specs');
const corpus = existsSync(specs) ? describe : describe.skip;
const small = ['museum/openapi.yaml', 'realworld/openapi.yml', 'swagger-petstore/openapi.yaml'];
const large = ['adyen-checkout/CheckoutService-v71.json', 'slack/slack_web_openapi_v2.json'];
const examples = ['callback-example.yaml', 'link-example.yaml', '../v3.1/webhook-example.yaml'];
const withMessages = examples.map((name) => `oai-examples/examples/v3.0/${name}`);
const seeds = [1, 2, 3];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'impact-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The same numbers for the same seed. */
function picker(seed: number): (count: number) => number {
  let state = seed * 2_654_435_761;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % count;
  };
}

/** Undefined where the document has no place for the mutation. */
async function impactOfMutation(old: ApiDocument, { apply }: Mutation, seed: number): Promise<Impact | undefined> {
  const root: Record<string, unknown> = JSON.parse(JSON.stringify(old.root));
  if (!apply(root, picker(seed))) return undefined;
  writeFileSync(join(folder, 'mutated.json'), JSON.stringify(root));
  return impactOf(old, await loadDocument('mutated.json', { cwd: folder }), undefined);
}

corpus('impactOf real documents', () => {
  it.each([...small, ...large, ...withMessages])('finds nothing between %s and itself', async (file) => {
    const [one, other] = [await loadDocument(file, { cwd: specs }), await loadDocument(file, { cwd: specs })];
    expect(impactOf(one, other, undefined).differences).toEqual([]);
  });

  it.each([...small.map((file) => [file, seeds] as const), ...large.map((file) => [file, [1]] as const)])(
    'finds every breaking mutation of %s, and calls no safe one breaking',
    async (file, chosen) => {
      const document = await loadDocument(file, { cwd: specs });
      const wrong: string[] = [];
      let judged = 0;
      for (const seed of chosen) {
        for (const mutation of breakingMutations) {
          const impact = await impactOfMutation(document, mutation, seed);
          if (impact === undefined) continue;
          judged += 1;
          if (impact.counts.breaking === 0) wrong.push(`missed with seed ${seed}: ${mutation.name}`);
        }
        for (const mutation of safeMutations) {
          const impact = await impactOfMutation(document, mutation, seed);
          if (impact === undefined) continue;
          judged += 1;
          if (impact.counts.breaking > 0) wrong.push(`called breaking with seed ${seed}: ${mutation.name}`);
        }
      }
      expect(wrong).toEqual([]);
      // A document without a place for some mutation has one for most.
      expect(judged).toBeGreaterThanOrEqual(chosen.length * 7);
    },
    30_000,
  );
});
