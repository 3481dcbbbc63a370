import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type PlatformDouble, platformDocument, platformDouble } from '../testing/platform-double.ts';
import { endAll, runStunt, spawnStunt, startStunt } from '../testing/run-stunt.ts';

/** Each step starts the command anew, on machines that may have other things to do. */
const patience = 60_000;
let double: PlatformDouble;
let listener: Server;
let url: string;
let taken: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[];
let answers: number[];

beforeAll(async () => {
  double = await platformDouble(['--sandbox', 'acme']);
}, patience);
afterAll(endAll);

beforeEach(async () => {
  taken = [];
  answers = [];
  listener = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      taken.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hooks`;
});
afterEach(() => {
  listener.closeAllConnections();
  listener.close();
});

const failing = async (...args: string[]) => {
  const { code, stderr } = await runStunt(args, double.folder);
  return `${code} ${stderr}`;
};

/** Asked again until it holds: deliveries are made beside the commands. */
async function until<T>(ask: () => Promise<T> | T, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('stunt webhook', () => {
  it(
    'subscribes an address, sends, shows and repeats deliveries, and ends the subscription',
    async () => {
      expect(await double.stunt('webhook', 'list')).toMatch(
        /^Webhooks: intake\.submitted, .*ping\nNobody subscribed\. Listen here: stunt webhook listen --forward-to/,
      );
      expect(await double.stunt('webhook', 'add', '--url', url, '--event', 'intake.submitted')).toMatch(
        /^s1 tells http:.*\/hooks of intake\.submitted\nsecret: whsec_\S+\n$/,
      );
      expect(await double.stunt('webhook', 'list')).toMatch(/^s1 +added +intake\.submitted +http/m);
      expect(await double.stunt('webhook', 'send', 'intake.submitted')).toBe(
        'sent intake.submitted: 1 delivery (d1)\n',
      );
      expect(await double.stunt('webhook', 'send', 'ping')).toBe('Nobody subscribed to ping: nothing was sent.\n');
      await until(
        () => taken.length,
        (count) => count === 1,
      );
      expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({
        type: 'intake.submitted',
        data: { status: 'submitted' },
      });
      expect(await double.stunt('webhook', 'replay', 'd1')).toBe('sent d1 again, as d2\n');
      const log = await until(
        () => double.stunt('webhook', 'deliveries'),
        (text) => text.includes('d2'),
      );
      expect(log.split('\n').map((line) => line.split(/ {2,}/).slice(1, 7))).toEqual([
        ['id', 'webhook', 'to', 'attempt', 'state', 'status'],
        ['d1', 'intake.submitted', 's1', '1', 'delivered', '204'],
        ['d2', 'intake.submitted', 's1', '1', 'delivered', '204'],
        [],
      ]);
      expect(taken[1]?.headers['webhook-id']).toBe(taken[0]?.headers['webhook-id']);
      expect(await double.stunt('webhook', 'remove', 's1')).toBe(`removed s1 ${url}\n`);
      expect(await failing('webhook', 'remove', 's1')).toMatch(
        /^1 error WEBHOOK_UNKNOWN: There is no subscription "s1"/,
      );
    },
    patience,
  );

  it(
    'brings deliveries to a listener, says what it answered, and has them tried again',
    async () => {
      const args = ['webhook', 'listen', '--sandbox', 'acme', '--forward-to', url, '--event', 'ping'];
      const { child, finished, output } = spawnStunt(args, double.folder);
      await until(
        () => output.stdout,
        (text) => text.includes('secret: whsec_'),
      );
      expect(output.stdout).toMatch(/^ping of sandbox acme to http:.*\/hooks\nsecret: whsec_\S+\n$/);
      writeFileSync(join(double.folder, 'ping.json'), '{ "by": "hand" }');
      answers = [500];
      await double.stunt('webhook', 'send', 'ping', '--data', 'ping.json', '--sandbox', 'acme');
      await until(
        () => taken.length,
        (count) => count === 2,
      );
      expect(taken.map(({ body }) => body)).toEqual(['{"by":"hand"}', '{"by":"hand"}']);
      await until(
        () => output.stdout,
        (text) => text.includes('attempt 2'),
      );
      expect(output.stdout).toMatch(/ {2}ping {2}d1 {2}500 {2}\d+ms\n.* {2}ping {2}d1, attempt 2 {2}204 {2}\d+ms\n$/);
      const log = JSON.parse(await double.stunt('webhook', 'deliveries', '--sandbox', 'acme', '--format', 'json'));
      expect(log.deliveries).toMatchObject([
        { state: 'retrying', status: 500 },
        { state: 'delivered', status: 204 },
      ]);
      child.kill('SIGINT');
      expect(await finished).toMatchObject({ code: 0, stderr: '' });
      await until(
        () => double.stunt('webhook', 'list', '--sandbox', 'acme'),
        (text) => text.includes('Nobody'),
      );
    },
    patience,
  );

  it(
    'goes on after a kill and a new start with what was not delivered',
    async () => {
      const first = await platformDouble(['--sandbox', 'acme', '--auth', 'presence']);
      await first.stunt('webhook', 'add', '--url', url, '--sandbox', 'acme');
      answers = Array.from({ length: 20 }, () => 503);
      writeFileSync(join(first.folder, 'ping.json'), '{ "by": "hand" }');
      await first.stunt('webhook', 'send', 'ping', '--data', 'ping.json', '--sandbox', 'acme');
      const logOf = async (sandbox: string) =>
        JSON.parse(await first.stunt('webhook', 'deliveries', '--sandbox', sandbox, '--format', 'json')).deliveries;
      await until(
        () => logOf('acme'),
        (log) => log.length > 0,
      );
      // The promise is 100 ms; the process behind it cannot be given another clock.
      await new Promise((resolve) => setTimeout(resolve, 250));
      first.kill('SIGKILL');
      await first.finished;
      const before = taken.length;
      answers = [];
      await startStunt(['serve', platformDocument, '--port', '0'], first.folder);
      await until(
        () => taken.length,
        (count) => count === before + 1,
      );
      expect(new Set(taken.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
      const log = await until(
        () => logOf('acme'),
        (entries) => entries.length === 2,
      );
      expect(log).toMatchObject([
        { id: 'd1', state: 'retrying', status: 503 },
        { id: 'd1', attempt: log[0].attempt + 1, state: 'delivered', status: 204 },
      ]);
    },
    patience,
  );

  it(
    'ends with the sandbox that it listens to',
    async () => {
      await double.stunt('sandbox', 'create', 'brief');
      const { finished, output } = spawnStunt(
        ['webhook', 'listen', '--sandbox', 'brief', '--forward-to', url],
        double.folder,
      );
      await until(
        () => output.stdout,
        (text) => text.includes('secret: whsec_'),
      );
      await double.stunt('sandbox', 'delete', 'brief');
      const { code, stderr } = await finished;
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error SANDBOX_GONE: The sandbox brief was deleted\nhint: Make it anew/);
    },
    patience,
  );

  it(
    'says what cannot be done',
    async () => {
      expect(await failing('webhook', 'add', '--url', 'http://192.168.1.1/')).toMatch(
        /^1 error WEBHOOK_TARGET_REFUSED: .*private.*192\.168\.1\.1.*\nhint: .*webhooks\.allow.*webhook listen/,
      );
      expect(await failing('webhook', 'add')).toMatch(/^2 error USAGE: .*url/);
      expect(await failing('webhook', 'add', '--url', url, '--event', 'intake.made')).toMatch(
        /^1 error WEBHOOK_UNKNOWN: .*"intake\.made".*intake\.submitted/,
      );
      expect(await failing('webhook', 'listen', '--forward-to', '3000')).toMatch(
        /^2 error USAGE: --forward-to is "3000"/,
      );
      expect(await failing('webhook', 'send', 'ping', '--data', 'none.json')).toMatch(
        /^2 error USAGE: --data: none.json/,
      );
      expect(await failing('webhook', 'replay', 'd99')).toMatch(/^1 error WEBHOOK_UNKNOWN/);
    },
    patience,
  );
});
