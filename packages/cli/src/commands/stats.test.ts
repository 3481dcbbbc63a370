import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PlatformDouble, platformDouble } from '../testing/platform-double.ts';
import { endAll } from '../testing/run-stunt.ts';

const patience = 60_000;
let double: PlatformDouble;

beforeAll(async () => {
  double = await platformDouble(['--sandbox', 'acme']);
  await double.status();
  await double.status('acme');
  await double.status('acme', '/intakes/1?x=1', { method: 'PATCH', body: 'x' });
}, patience);
afterAll(endAll);

describe('stunt stats', () => {
  it(
    'shows every sandbox, then each operation and what it was stuck at',
    async () => {
      const [table = '', ...tables] = (await double.stunt('stats')).trimEnd().split('\n\n');
      expect(table).toMatch(
        /^SANDBOX +REQUESTS +SUCCESS +P50 +P99 +FIRST SUCCESS\nacme +2 +50\.0% .*after .*\ndefault +1 +100\.0%/,
      );
      expect(tables).toHaveLength(2);
      expect(tables[0]).toMatch(
        /^acme +REQUESTS .*STUCK AT\n(.*\n)* +updateIntake +1 +0\.0% .* media_type_unsupported \(1\)/,
      );
    },
    patience,
  );

  it(
    'shows one sandbox, and all of it as JSON',
    async () => {
      const text = await double.stunt('stats', '--sandbox', 'acme', '--format', 'json');
      expect(JSON.parse(text)).toMatchObject({
        sandboxes: [{ sandbox: 'acme', requests: 2, successRate: 0.5, firstSuccess: { afterMs: expect.any(Number) } }],
      });
    },
    patience,
  );
});
