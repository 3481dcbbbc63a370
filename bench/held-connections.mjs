/**
 * Memory of held connections: a double whose operation hangs, and a client in a process of its own that opens so many
 * connections, sends one request on each and waits. Then the rule is cleared, and every one of them must be answered healthily.
 *
 *   node bench/held-connections.mjs [--connections 10000] [--tls]
 *
 * Each process needs as many file descriptors as connections: `ulimit -n 20000`. Loopback only, one request per connection.
 * Exits with 1 where a connection costs more than its target or was not answered with 200.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sourceFlags } from '../scripts/tools/node-flags.mjs';

/** Bytes for each connection above the idle server. */
const targets = { http: 20 * 1024, https: 100 * 1024 };
const document = fileURLToPath(new URL('./parcels.yaml', import.meta.url));
const here = fileURLToPath(import.meta.url);
/** Connections that are being opened at a time, so that the listener's queue never overflows. */
const AT_A_TIME = 100;
/** Answered before memory is measured, so that the server has compiled and grown what it does for any traffic. */
const WARM_UP = 3000;

const roles = { server: serve, client: open };
await (roles[process.argv[2]] ?? measure)();

async function measure() {
  const { values } = parseArgs({
    options: { connections: { type: 'string', default: '10000' }, tls: { type: 'boolean', default: false } },
  });
  const count = Number(values.connections);
  const folder = await mkdtemp(join(tmpdir(), 'stunt-held-'));
  const server = fork(here, ['server', values.tls ? folder : ''], { execArgv: sourceFlags });
  try {
    const { port, authority } = await reply(server);
    const client = fork(here, ['client', String(port), String(count), authority ?? '']);
    try {
      await reply(client);
      const idle = await ask(server, 'idle');
      await ask(client, 'hold');
      const held = await ask(server, 'held');
      const released = reply(client);
      server.send('clear');
      report(values.tls ? 'https' : 'http', count, { idle, held, ...(await released) });
    } finally {
      client.kill();
    }
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(protocol, count, { idle, held, answers, ms }) {
  const each = (held.rss - idle.rss) / count;
  const well = answers['200'] ?? 0;
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(`${protocol}: ${held.connections} of ${count} connections held`);
  console.log(
    `  resident: idle ${kb(idle.rss)}, held ${kb(held.rss)}: ${kb(each)} each, target ${kb(targets[protocol])}`,
  );
  console.log(`  heap: idle ${kb(idle.heap)}, held ${kb(held.heap)}: ${kb((held.heap - idle.heap) / count)} each`);
  console.log(`  cleared: ${well} answered with 200 in ${Math.round(ms)} ms; all: ${JSON.stringify(answers)}`);
  process.exitCode = each <= targets[protocol] && well === count && held.connections === count ? 0 : 1;
}

async function ask(child, question) {
  child.send(question);
  return reply(child);
}

async function reply(child) {
  const gone = new AbortController();
  const ended = once(child, 'exit', { signal: gone.signal }).then(() =>
    Promise.reject(new Error('a process ended early')),
  );
  ended.catch(() => {});
  const [message] = await Promise.race([once(child, 'message', { signal: gone.signal }), ended]).finally(() =>
    gone.abort(),
  );
  return message;
}

/** The double. Says its port, then answers `idle` and `held` with its memory, and clears on `clear`. */
async function serve() {
  const { loadDocument, startServer } = await import('../packages/engine/src/index.ts');
  const folder = process.argv[3];
  const tls = folder === '' ? false : { folder };
  const double = await startServer({ documents: [await loadDocument(document)], port: 0, tls });
  const { faults } = double.engine;
  process.on('message', (question) => {
    if (question === 'clear') return faults.clear('default');
    if (question === 'idle') faults.put('default', { kind: 'hang', where: { operation: 'getParcel' } });
    const { rss, heapUsed } = process.memoryUsage();
    process.send({ rss, heap: heapUsed, connections: double.engine.faults.list('default')[0]?.counts.fired ?? 0 });
  });
  process.send({ port: double.port, authority: double.authority });
}

/** Asks healthily for a while, says so; on `hold` opens all connections, says so; then counts the answers. */
async function open() {
  const [port, count, authority] = [Number(process.argv[3]), Number(process.argv[4]), process.argv[5]];
  const ca = authority === '' ? undefined : await readFile(authority);
  const dial = () => (ca === undefined ? connect(port, '127.0.0.1') : connectSecurely({ port, host: '127.0.0.1', ca }));
  const request =
    'GET /parcels/p1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nX-Api-Key: x\r\nConnection: close\r\n\r\n';
  const exchange = (socket) => {
    socket.on('error', () => {});
    let text = '';
    socket.setEncoding('latin1').on('data', (piece) => {
      text += piece;
    });
    return new Promise((resolve) => socket.on('close', () => resolve(text.slice(9, 12) || 'nothing')));
  };
  for (let warm = 0; warm < WARM_UP; warm += AT_A_TIME) {
    await Promise.all(
      Array.from({ length: AT_A_TIME }, () => {
        const socket = dial();
        socket.write(request);
        return exchange(socket);
      }),
    );
  }
  process.send('warm');
  await once(process, 'message');
  const answers = {};
  const noted = (status) => {
    answers[status] = (answers[status] ?? 0) + 1;
  };
  const ask = async (socket) => {
    await once(socket, ca === undefined ? 'connect' : 'secureConnect');
    await new Promise((done) => socket.write(request, done));
  };
  const pending = [];
  for (let at = 0; at < count; at += AT_A_TIME) {
    const batch = Array.from({ length: Math.min(AT_A_TIME, count - at) }, dial);
    pending.push(...batch.map((socket) => exchange(socket).then(noted)));
    await Promise.all(batch.map(ask));
  }
  // Written is not yet read: a last connection is answered after all that were before it.
  const last = dial();
  last.write('GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  await exchange(last);
  process.send('held');
  const begun = performance.now();
  await Promise.all(pending);
  process.send({ answers, ms: performance.now() - begun });
}
