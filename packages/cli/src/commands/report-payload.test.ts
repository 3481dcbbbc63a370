import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';

const patience = 60_000;
afterAll(endAll);

const document = `openapi: 3.0.3
info: { title: "<shop> & co", version: "1" }
paths:
  /orders:
    get:
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: { type: object, properties: { id: { type: string }, email: { type: string } } }
              example: { id: a, email: a@b.example }
`;

const pact = JSON.stringify({
  consumer: { name: 'reader' },
  provider: { name: 'shop' },
  interactions: [
    {
      description: 'orders',
      request: { method: 'GET', path: '/orders' },
      response: { status: 200, body: { id: 'a' } },
    },
  ],
  metadata: { pactSpecification: { version: '2.0.0' } },
});

let folder: string;
beforeAll(() => {
  folder = folderWith({ 'openapi.yaml': document, 'pact.json': pact });
});

describe('report payload', () => {
  it(
    'answers in the first line whether there is bloat, how much, and where',
    async () => {
      const { code, stdout } = await runStunt(['report', 'payload', 'openapi.yaml', '--pacts', 'pact.json'], folder);
      const [first] = stdout.split('\n');
      expect([code, first]).toEqual([
        0,
        'Bloat: 68.8% of what 1 called operation answers (22 of 32 bytes) is read by no partner. Most of it is in GET /orders: 22 bytes, such as email.',
      ]);
      expect(stdout).toMatch(/GET \/orders +email +email +read by nobody/);
    },
    patience,
  );

  it(
    'gives a page that loads and runs nothing, in which names are no markup',
    async () => {
      const args = ['report', 'payload', 'openapi.yaml', '--pacts', 'pact.json', '--format', 'html'];
      const { stdout } = await runStunt(args, folder);
      expect(stdout).toContain('&lt;shop&gt; &amp; co');
      expect(stdout).not.toMatch(/<script|<link|src=|url\(|https?:/);
    },
    patience,
  );

  it(
    'needs contracts',
    async () => {
      const { code, stderr } = await runStunt(['report', 'payload', 'openapi.yaml'], folder);
      expect([code, stderr]).toEqual([2, expect.stringContaining('no contracts were named')]);
    },
    patience,
  );
});
