import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEngine } from '../engine.ts';
import { documentOf, send } from '../testing/engine-of.ts';
import { manualClock } from '../time/clock.ts';

const YAML = `openapi: 3.1.0
info: { title: t, version: '1' }
x-stunt-rate-limit: { policy: all, limit: 4, window: 5s, algorithm: fixed-window }
components: { securitySchemes: { Key: { type: apiKey, in: header, name: X-Api-Key } } }
paths:
  /a: { get: { operationId: a, x-stunt-rate-limit: { limit: 2, window: 3s, algorithm: fixed-window }, responses: { '204': { description: fine } } } }
  /b: { get: { operationId: b, responses: { '204': { description: fine } } } }
`;

const sandboxes = ['default', 'x', 'y'];
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      sandbox: fc.constantFrom(...sandboxes),
      key: fc.constantFrom('k', 'l'),
      path: fc.constantFrom('a', 'b'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ sandbox: fc.constantFrom(...sandboxes), advance: fc.nat(6000) }) },
  { weight: 1, arbitrary: fc.record({ everywhere: fc.nat(3000) }) },
);

/** A list of times for each limit of each caller of each sandbox: as naive as can be. */
function model() {
  const passed = new Map<string, number[]>();
  const left = (name: string, limit: number, window: number, now: number): number =>
    limit - (passed.get(name) ?? []).filter((at) => Math.floor(at / window) === Math.floor(now / window)).length;
  return (sandbox: string, key: string, path: string, now: number) => {
    const limits = [
      ...(path === 'a' ? [{ name: 'a', limit: 2, window: 3000 }] : []),
      { name: 'all', limit: 4, window: 5000 },
    ];
    const named = limits.map((each) => ({ ...each, as: `${sandbox} ${key} ${each.name}` }));
    const passes = named.every(({ as, limit, window }) => left(as, limit, window, now) > 0);
    if (passes) for (const { as } of named) passed.set(as, [...(passed.get(as) ?? []), now]);
    const told = named.map(
      ({ name, as, limit, window }) =>
        `"${name}";r=${left(as, limit, window, now)};t=${Math.ceil((window - (now % window)) / 1000)}`,
    );
    return { status: passes ? 204 : 429, told: told.join(', ') };
  };
}

describe('limits', () => {
  it('counts each sandbox and each credential as if there were no other', async () => {
    const documents = [await documentOf(YAML)];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const clock = manualClock(1_700_000_000_000);
        const engine = createEngine({ documents, clock, sandboxes: ['x', 'y'] });
        const expected = model();
        for (const each of steps) {
          if ('everywhere' in each) clock.advance(each.everywhere);
          else if ('advance' in each) engine.clocks.advance(each.sandbox, each.advance);
          else {
            const { status, headers } = await send(engine, `GET /~${each.sandbox}/${each.path}`, {
              'x-api-key': each.key,
            });
            const now = engine.clocks.clockOf(each.sandbox).now();
            expect({ status, told: headers.ratelimit }).toEqual(expected(each.sandbox, each.key, each.path, now));
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
