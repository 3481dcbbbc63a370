import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { loadDocument, systemClock } from '@stuntdouble/engine';
import { defaultPlan } from '../plan/plan.ts';
import type { RunRecord } from '../run-record.ts';
import { openStage, type Stage } from './stage.ts';

/** What is known of a run: each request with its connection and its end, as a real client made it. */
const document = await loadDocument(join(import.meta.dirname, '../testing/orders.yaml'));
const PATIENCE = 20_000;

let stage: Stage;
afterEach(() => stage.close());

async function runIn(mode: string | undefined, text: string): Promise<RunRecord> {
  const command = [process.execPath, '--input-type=module', '-e', `import http from 'node:http';\n${CLIENT}\n${text}`];
  stage = await openStage({
    ...{ document, command, cwd: tmpdir(), env: { ...process.env, NODE_OPTIONS: '' }, urlVariables: [], modes: [] },
    ...{ auth: 'off', seed: 'drill', clock: systemClock, onLog: () => {} },
  });
  const known = defaultPlan.modes.find(({ id }) => id === mode);
  const faulted = known === undefined ? {} : { operation: 'getOrder', mode: known };
  const signal = new AbortController().signal;
  return stage.run({ id: 'one', ...faulted, deadlineMs: 15_000, flood: 50, signal });
}

/** `ask(path, agent, timeout)` resolves when the answer is over, however it ends. */
const CLIENT = `
const ask = (path, agent, timeout, body) => new Promise((resolve) => {
  const headers = body ? { 'content-type': 'application/json', 'idempotency-key': 'k-1' } : {};
  const sent = http.request(process.env.STUNT_URL + path, { agent, method: body ? 'POST' : 'GET', headers });
  sent.on('response', (answer) => answer.resume().on('close', resolve)).on('error', resolve).end(body);
  if (timeout) setTimeout(() => sent.destroy(), timeout);
});
const kept = new http.Agent({ keepAlive: true, maxSockets: 1 });
`;

describe('a run on the stage', () => {
  it(
    'tells connections apart, and how many were open at once',
    async () => {
      const run = await runIn(
        undefined,
        `await ask('/orders/1', kept); await ask('/orders/2', kept);
         await Promise.all([ask('/orders/3'), ask('/orders/4')]); kept.destroy();`,
      );
      expect(run.attempts.map(({ operation, status, connection }) => ({ operation, status, connection }))).toEqual(
        [1, 1, 2, 3].map((connection) => ({ operation: 'getOrder', status: 200, connection })),
      );
      expect(run).toMatchObject({ exitCode: 0, ended: 'exited', peakConnections: 3, late: 0, unlisted: 0 });
      expect(run.attempts.some(({ left }) => left)).toBe(false);
    },
    PATIENCE,
  );

  it(
    'knows who went away, and when',
    async () => {
      const { attempts } = await runIn('hang', `await ask('/orders/1', undefined, 300);`);
      expect(attempts).toMatchObject([{ fault: 'hang', left: true, status: 0, done: false }]);
      expect(attempts[0]?.durationMs).toBeGreaterThan(150);
    },
    PATIENCE,
  );

  it(
    'takes no break of its own for a client that left',
    async () => {
      const { attempts } = await runIn('reset-once', `await ask('/orders/1'); await ask('/orders/1');`);
      expect(attempts).toMatchObject([
        { fault: 'reset', left: false, status: 0, done: false },
        { fault: undefined, left: false, status: 200, done: true },
      ]);
      expect(new Set(attempts.map(({ request }) => request)).size).toBe(1);
    },
    PATIENCE,
  );

  it(
    'keeps digests of bodies and keys, and nothing that was sent',
    async () => {
      const body = JSON.stringify({ item: 'anvil of Ada Lovelace', quantity: 1 });
      const { attempts } = await runIn(undefined, `await ask('/orders', kept, 0, '${body}'); kept.destroy();`);
      expect(attempts).toMatchObject([{ operation: 'createOrder', method: 'POST', status: 201, done: true }]);
      expect(attempts[0]?.key).toMatch(/^[\w-]{16}$/);
      expect(JSON.stringify(attempts)).not.toMatch(/Ada|anvil|k-1/);
    },
    PATIENCE,
  );

  it(
    'ends a run that asks without measure',
    async () => {
      const run = await runIn('503', `for (;;) await ask('/orders/1', kept);`);
      expect(run).toMatchObject({ ended: 'flood', exitCode: undefined });
      expect(run.attempts.length).toBeGreaterThan(50);
      expect(run.durationMs).toBeLessThan(15_000);
    },
    PATIENCE,
  );

  it(
    'shuts the port once the first request was cut off, where nobody listens any more',
    async () => {
      const text = `await ask('/orders/1');
        http.get(process.env.STUNT_URL + '/orders').on('error', ({ code }) => console.log(code));`;
      const { attempts, output } = await runIn('refuse', text);
      expect(attempts).toHaveLength(1);
      expect(output).toBe('ECONNREFUSED\n');
    },
    PATIENCE,
  );
});
