import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, runStunt, type Started, spawnStunt, startStunt } from '../testing/run-stunt.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: orders, version: 1.0.0 }
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [name], properties: { name: { type: string }, email: { type: string, format: email } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string, format: uuid } }]
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
components:
  schemas:
    Order: { type: object, required: [id, name], properties: { id: { type: string, format: uuid }, name: { type: string }, note: { type: string } } }
`;

/** A client as a partner has it: finds the sandbox in STUNT_URL, stores, reads back, and once sends nonsense. */
const CLIENT = `
const send = async (method, path, body) => {
  const answer = await fetch(process.env.STUNT_URL + path, { method, ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
  return answer.json();
};
const { id } = await send('POST', '/orders', { name: process.argv[2], email: 'ada@secret.test' });
await send('GET', '/orders/' + id);
await send('POST', '/orders', { name: 1 });
process.exitCode = Number(process.argv[3] ?? 0);
`;

const patience = 60_000;
let folder: string;
let double: Started;
beforeAll(async () => {
  folder = folderWith({ 'orders.yaml': DOCUMENT, 'client.mjs': CLIENT });
  double = await startStunt(['serve', 'orders.yaml', '--port', '0', '--auth', 'off'], folder);
  await runStunt(['sandbox', 'create', 'acme'], folder);
}, patience);
afterAll(endAll);

const record = (...args: string[]) =>
  runStunt(['contract', 'record', '--consumer', 'partner-a', '--provider', 'platform', ...args], folder);
const pactIn = (out: string) => readFileSync(join(folder, out, 'partner-a-platform.json'), 'utf8');
const client = (...args: string[]) => ['--', process.execPath, 'client.mjs', ...args];

describe('stunt contract record', () => {
  it(
    'records what a command does, and the same again as nothing new',
    async () => {
      const first = await record('--sandbox', 'acme', '--out', 'a', ...client('Ada'));
      expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
      expect(first.stdout).toBe(
        `${join('a', 'partner-a-platform.json')}: 2 interactions (2 new), of 2 exchanges\nleft out 1: the request was refused\n`,
      );
      const pact = pactIn('a');
      expect(pact).not.toMatch(/Ada|secret\.test/);
      const again = await record('--sandbox', 'acme', '--out', 'a', '--format', 'json', ...client('Bob'));
      expect(JSON.parse(again.stdout)).toMatchObject({
        interactions: 2,
        added: 0,
        unchanged: true,
        leftOut: { refused: 1 },
      });
      expect(pactIn('a')).toBe(pact);
    },
    patience,
  );

  it(
    'writes nothing for a client that fails, and says of one that cannot start why',
    async () => {
      const failed = await record('--sandbox', 'acme', '--out', 'b', ...client('Ada', '3'));
      expect(failed).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error CLIENT_FAILED: .* exit code 3/) });
      const none = await record('--sandbox', 'acme', '--out', 'b', '--', 'no-such-program');
      expect(none).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^error CLIENT_NOT_STARTED: no-such-program/),
      });
      expect(existsSync(join(folder, 'b'))).toBe(false);
      // Who switched it on switched it off.
      expect((await fetch(`${double.url}/~acme/_stunt/recording`)).status).toBe(409);
    },
    patience,
  );

  it(
    'writes what a sandbox with recording on has so far, narrowed to the fields that are read',
    async () => {
      await runStunt(['sandbox', 'create', 'recorded', '--record'], folder);
      expect(await record('--sandbox', 'recorded', '--out', 'c')).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^error NOTHING_RECORDED: no request came/),
      });
      const body = JSON.stringify({ name: 'Ada' });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${double.url}/~recorded/orders`, { method: 'POST', body, headers });
      writeFileSync(join(folder, 'used.json'), '{"createOrder": ["/id"]}');
      expect(await record('--sandbox', 'recorded', '--out', 'c', '--fields', 'used.json')).toMatchObject({ code: 0 });
      const [interaction] = JSON.parse(pactIn('c')).interactions;
      expect(Object.keys(interaction.response.body.content)).toEqual(['id']);
      expect(interaction.pending).toBe(true);
      expect(await record('--sandbox', 'recorded', '--out', 'c', '--replace', '--no-pending')).toMatchObject({
        code: 0,
      });
      expect(JSON.parse(pactIn('c')).interactions[0].pending).toBeUndefined();
    },
    patience,
  );

  it(
    'loses nothing where several record one sandbox into one folder at the same time',
    async () => {
      const get = "await fetch(process.env.STUNT_URL + '/orders/0b57b9a7-3b0e-4f4e-9d83-6c1d0b1f4a11')";
      const all = await Promise.all([
        record('--sandbox', 'acme', '--out', 'e', ...client('Ada')),
        record('--sandbox', 'acme', '--out', 'e', '--', process.execPath, '--input-type=module', '-e', get),
        record('--sandbox', 'acme', '--out', 'e', ...client('Bob')),
      ]);
      expect(all.map(({ code, stderr }) => ({ code, stderr }))).toEqual(all.map(() => ({ code: 0, stderr: '' })));
      expect(JSON.parse(pactIn('e')).interactions).toHaveLength(2);
    },
    patience,
  );

  it(
    'follows a sandbox until ^C, and writes as it goes',
    async () => {
      const args = ['contract', 'record', '--consumer', 'partner-a', '--provider', 'platform', '--out', 'd'];
      const { child, finished, output } = spawnStunt(args, folder);
      while (!output.stderr.includes('^C ends it')) await wait(20);
      await fetch(`${double.url}/orders/0b57b9a7-3b0e-4f4e-9d83-6c1d0b1f4a11`);
      while (!existsSync(join(folder, 'd', 'partner-a-platform.json'))) await wait(20);
      child.kill('SIGINT');
      const { code, stdout } = await finished;
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringContaining('1 interaction (nothing new), of 1 exchange'),
      });
    },
    patience,
  );

  const refusals: [string[], RegExp][] = [
    [['--sandbox', 'none'], /^1 error SANDBOX_UNKNOWN/],
    [['--consumer', ' '], /^2 error USAGE: --consumer was given more than once/],
    [['--sandbox', '*'], /^2 error USAGE: --sandbox '\*' is for faults/],
    [['--'], /^2 error USAGE: nothing stands behind --/],
    [['--fields', 'gone.json', '--', 'true'], /^2 error FIELDS_FILE: gone\.json cannot be read: there is no such file/],
    [['--fields', 'orders.yaml', '--', 'true'], /^2 error FIELDS_FILE: orders\.yaml is no JSON/],
    [['--document', 'gone.yaml', '--', 'true'], /^1 error SPEC_NOT_FOUND/],
  ];

  it(
    'refuses what cannot be recorded, and says what is allowed',
    async () => {
      const said = await Promise.all(refusals.map(([args]) => record(...args)));
      for (const [at, { code, stderr }] of said.entries()) expect(`${code} ${stderr}`).toMatch(refusals[at]?.[1] ?? '');
    },
    patience,
  );
});
