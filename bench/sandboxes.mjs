/**
 * Memory of sandboxes: a double makes so many, each of them is asked once, and what they cost above the double that served the
 * same number of requests in its default sandbox is divided by their number.
 *
 *   node bench/sandboxes.mjs [--sandboxes 5000]
 *
 * Loopback only. Exits with 1 where one costs more than its target, or where one did not answer with 200.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sourceFlags } from '../scripts/tools/node-flags.mjs';

/** Bytes for each sandbox beyond the document. */
const TARGET = 100 * 1024;
const document = fileURLToPath(new URL('./parcels.yaml', import.meta.url));
const here = fileURLToPath(import.meta.url);
const AT_A_TIME = 20;

await (process.argv[2] === 'server' ? serve() : measure());

async function measure() {
  const { values } = parseArgs({ options: { sandboxes: { type: 'string', default: '5000' } } });
  const count = Number(values.sandboxes);
  const server = spawn(process.execPath, [...sourceFlags, '--expose-gc', here, 'server'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME });
  try {
    const [{ url, path }] = await once(server, 'message');
    const ask = (method, target, body) => send(agent, method, url + target, body);
    const names = Array.from({ length: count }, (_, at) => `s${at}`);
    const failed = [];
    const note = (status, expected) => status === expected || failed.push(status);
    // As many requests before, and as many calls of control, so that the code is compiled and the journal of the default sandbox is full.
    await inTurn(names, async () => note(await ask('GET', path), 200));
    await inTurn(names, async () => note(await ask('GET', '/_stunt/health'), 200));
    const before = await memoryOf(server);
    await inTurn(names, async (name) => note(await ask('POST', '/_stunt/sandboxes', { name, ttl: '7d' }), 201));
    await inTurn(names, async (name) => note(await ask('GET', `/~${name}${path}`), 200));
    const after = await memoryOf(server);
    const [resident, heap] = ['rss', 'used'].map((name) => (after[name] - before[name]) / count);
    const kb = (bytes) => (bytes / 1024).toFixed(1);
    console.log(`${count} sandboxes, each asked once: ${failed.length} failed`);
    console.log(`${kb(resident)} KB resident each (target ${kb(TARGET)}), ${kb(heap)} KB in heap and buffers`);
    process.exitCode = failed.length === 0 && resident <= TARGET ? 0 : 1;
  } finally {
    agent.destroy();
    server.kill('SIGKILL');
  }
}

async function inTurn(names, each) {
  const left = names.values();
  const worker = async () => {
    for (const name of left) await each(name);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

function send(agent, method, url, body) {
  return new Promise((resolve, reject) => {
    const content = body === undefined ? undefined : JSON.stringify(body);
    const headers = content === undefined ? {} : { 'content-type': 'application/json' };
    const sent = request(url, { agent, method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject);
    sent.end(content);
  });
}

async function memoryOf(server) {
  server.send('memory');
  const [memory] = await once(server, 'message');
  return memory;
}

/** In a folder of its own there would be a file; here only memory is asked about. */
async function serve() {
  const { loadDocument, startServer } = await import('../packages/engine/src/index.ts');
  const loaded = await loadDocument(document);
  const server = await startServer({ documents: [loaded], port: 0, auth: 'off' });
  process.on('message', async () => {
    for (let round = 0; round < 3; round++) global.gc();
    const { heapUsed, external } = process.memoryUsage();
    const status = await readFile('/proc/self/status', 'utf8');
    const rss = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
    process.send({ rss, used: heapUsed + external });
  });
  process.send({ url: server.url, path: '/parcels/p-1' });
}
