import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../engine.ts';
import { handle } from '../handle.ts';
import { documentOf } from '../testing/engine-of.ts';
import { manualClock } from '../time/clock.ts';
import { YAML } from './double.ts';

const REQUESTS = 50_000;
const MB = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

describe('a hundred thousand distinct paths, keys and names', () => {
  it('leave a bounded memory, and bounded labels', async () => {
    const documents = [await documentOf(YAML)];
    const engine = createEngine({ documents, sandboxes: ['a'], clock: manualClock(1_700_000_000_000) });
    const flood = async (from: number): Promise<void> => {
      for (let index = from; index < from + REQUESTS; index++) {
        const target = [`/~a/parts/${index}`, `/~a/none/${index}`, `/~s${index}/orders`, `/~a/orders?q${index}=1`][
          index % 4
        ];
        await handle(engine, {
          method: 'GET',
          target: target ?? '',
          headers: {
            host: `h${index}.localhost`,
            authorization: `Bearer t${index}`,
            [`x-${index}`]: 'a',
          },
          body: Buffer.of(),
          address: () => `10.0.${index >> 8}.${index & 255}`,
        });
      }
    };
    // Until what may be kept is kept: the rings of the journal, the meters of limits.
    await flood(0);
    const before = heap();
    await flood(REQUESTS);
    const grown = (heap() - before) / MB;

    const entries = engine.journal.entries();
    expect(entries.length).toBeLessThanOrEqual(2 * 10_000);
    expect(new Set(entries.map(({ sandbox }) => sandbox))).toEqual(new Set(['a', 'default']));
    expect(new Set(entries.map(({ template }) => template))).toEqual(new Set(['/orders', '/parts/{id}', undefined]));
    expect(engine.limits.size).toBeLessThanOrEqual(10_000);
    // A text of each request that was kept would be 5 MB.
    expect(grown).toBeLessThan(2);
  }, 120_000);
});
