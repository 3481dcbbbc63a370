import { describe, expect, it } from '@jest/globals';
import { hammer } from './testing/hammer.ts';
import { sandboxModel } from './testing/isolation-model.ts';
import {
  faultsWithoutSandbox,
  keysWithoutSandbox,
  limitsWithoutSandbox,
  storeWithoutSandbox,
} from './testing/without-sandbox.ts';

const SCALE = Number(process.env.STUNT_TEST_SCALE ?? 0.05);
const SANDBOXES = 200;
const REQUESTS = Math.round(100_000 * SCALE);

describe('200 sandboxes that are asked at once, with faults, limits, clocks and state', () => {
  it(`show nothing of each other in ${REQUESTS} requests, also after a restart`, async () => {
    const { leaks, asked, statuses, mostInFlight } = await hammer({
      requests: REQUESTS,
      sandboxes: SANDBOXES,
      seed: 4,
    });
    expect(leaks).toEqual([]);
    expect(asked).toBe(REQUESTS);
    expect(mostInFlight).toBeGreaterThan(SANDBOXES / 10);
    // All of what could leak happened.
    expect(Object.keys(statuses)).toEqual(
      expect.arrayContaining(['200', '201', '204', '401', '404', '429', '500', '599']),
    );
  }, 600_000);
});

describe('the same test finds it where the sandbox is left out of', () => {
  const few = { requests: 2000, sandboxes: 20, seed: 4 };
  const names = Array.from({ length: few.sandboxes }, (_, index) => sandboxModel(index).name);
  const [shared = ''] = names;

  it('the keys of stored state: state/NAME/… is state/…', async () => {
    const { leaks } = await hammer({ ...few, store: storeWithoutSandbox('state/', names) });
    expect(leaks.join('\n')).toMatch(/shows s-\d{3}-x/);
  });

  it('the key of the meters of limits', async () => {
    const { leaks } = await hammer({ ...few, sabotage: (engine) => limitsWithoutSandbox(engine, shared) });
    expect(leaks.join('\n')).toContain('429');
  });

  it('the table of faults', async () => {
    const { leaks } = await hammer({ ...few, sabotage: (engine) => faultsWithoutSandbox(engine, shared) });
    expect(leaks.join('\n')).toContain(`shows ${shared}`);
  });

  it('the check of credentials: any key is good in each', async () => {
    const { leaks } = await hammer({ ...few, sabotage: keysWithoutSandbox });
    expect(leaks.join('\n')).toMatch(/not 401/);
  });
});
