import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadDocument, type ReachableSandbox, type RunningServer, startServer, systemClock } from '@stuntdouble/engine';
import { type Interception, intercept } from './intercept.ts';

/** Real clients that know only https://api.orders.example, and none of which can be told where the double is. */
const ORDER = 'https://api.orders.example/orders/o-1';
const orders = join(import.meta.dirname, '../testing/orders.yaml');
const folder = mkdtempSync(join(tmpdir(), 'stunt-test-'));

let interception: Interception;
let server: RunningServer;
let sandbox: ReachableSandbox;
let around: Awaited<ReturnType<Interception['around']>>;

beforeAll(async () => {
  interception = await intercept({ origin: 'https://api.orders.example', env: {}, clock: systemClock });
  const tls = { folder: interception.folder, own: interception.certificate };
  server = await startServer({ documents: [await loadDocument(orders)], port: 0, tls });
  sandbox = await server.createSandbox({ name: 'cell', port: 0, auth: 'off' });
  around = await interception.around(sandbox);
});

afterAll(async () => {
  await around.close();
  await server.close();
  await interception.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Not synchronous: the double answers from this process. */
function run(program: string, args: readonly string[], env: Record<string, string> = around.env): Promise<Ended> {
  const child = spawn(program, args, { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, output }));
  });
}

function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const hasProgram = (name: string): boolean => spawnSync(name, ['--version']).status === 0;
const itWith = (name: string) => (hasProgram(name) ? it : it.skip);
const noHook = (): Record<string, string> => ({ ...around.env, NODE_OPTIONS: '' });
const MET = /anvil/;
const PATIENCE = 20_000;

describe('an intercepted host', () => {
  it(
    'is the double for fetch of Node',
    async () => {
      const file = script('fetch.mjs', `console.log(await (await fetch('${ORDER}')).text());`);
      expect(await run(process.execPath, [file])).toEqual({ code: 0, output: expect.stringMatching(MET) });
    },
    PATIENCE,
  );

  it(
    'is the double for https of Node, with a name and with a port',
    async () => {
      const text = `import { get } from 'node:https';
        for (const how of ['${ORDER}', { host: 'api.orders.example', port: 443, path: '/orders/o-1' }])
          get(how, (answer) => answer.pipe(process.stdout));`;
      const { code, output } = await run(process.execPath, [script('https.mjs', text)]);
      expect({ code, met: output.match(/anvil/g)?.length }).toEqual({ code: 0, met: 2 });
    },
    PATIENCE,
  );

  it(
    'is not reached by Node without the hook',
    async () => {
      const file = script('fetch.mjs', `console.log(await (await fetch('${ORDER}')).text());`);
      expect((await run(process.execPath, [file], noHook())).code).toBe(1);
    },
    PATIENCE,
  );

  itWith('curl')(
    'is the double for curl',
    async () => {
      expect(await run('curl', ['-sS', ORDER])).toEqual({ code: 0, output: expect.stringMatching(MET) });
    },
    PATIENCE,
  );

  itWith('python3')(
    'is the double for urllib of Python',
    async () => {
      const text = `import urllib.request\nprint(urllib.request.urlopen('${ORDER}', timeout=10).read().decode())`;
      expect(await run('python3', ['-c', text])).toEqual({ code: 0, output: expect.stringMatching(MET) });
    },
    PATIENCE,
  );

  const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0;
  (hasRequests ? it : it.skip)(
    'is the double for requests of Python',
    async () => {
      const text = `import requests\nprint(requests.get('${ORDER}', timeout=10).text)`;
      expect(await run('python3', ['-c', text])).toEqual({ code: 0, output: expect.stringMatching(MET) });
    },
    PATIENCE,
  );

  itWith('curl')(
    'breaks off as the double does',
    async () => {
      server.engine.faults.put('cell', { kind: 'reset', options: { at: 'body' } });
      const { code } = await run('curl', ['-sS', ORDER]);
      server.engine.faults.clear('cell');
      // The transfer was cut: 56 says that receiving failed, 18 that the body was short.
      expect([18, 56]).toContain(code);
    },
    PATIENCE,
  );

  itWith('curl')(
    'leaves other hosts where they are',
    async () => {
      const { code } = await run('curl', ['-sS', `https://127.0.0.1:${sandbox.port}/orders/o-1`]);
      expect(code).toBe(0);
      const proxied = { ...around.env, NO_PROXY: '', no_proxy: '' };
      expect((await run('curl', ['-sS', `https://localhost:${sandbox.port}/orders/o-1`], proxied)).code).toBe(0);
    },
    PATIENCE,
  );
});
