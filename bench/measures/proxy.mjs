/**
 * What a proxy adds while all is well: the time of a request through `stunt proxy` against the same request asked of its upstream,
 * over one kept connection each, slices of both in turn; and the proxy's memory during a download that is far larger.
 */
import { Agent as Connections, createServer, request } from 'node:http';
import { ask, peakMemory, startServer } from '../../scripts/tools/server-process.mjs';
import { documents, rawWith, subject } from '../contenders.mjs';
import { median } from '../median.mjs';

const REQUESTS_IN_SLICE = 250;
const TARGET_US = 1000;
/** What the garbage collector lets lie about is there after the first; a proxy that keeps bytes grows with the second. */
const WARM_MB = 256;
const DOWNLOAD_MB = 1024;
const parcel = JSON.stringify({ id: 'p1', weightGrams: 1250, status: 'registered', note: 'x'.repeat(400) });
const asked = { method: 'GET', target: '/parcels/p1' };

/** @returns the rows for latency, alone and with other requests beside it. */
export async function measureProxy({ rounds, seconds, say }) {
  const answer = { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(parcel) };
  const upstream = await startServer(rawWith(answer).command());
  try {
    await upstream.firstAnswer([asked], isWell, 60_000);
    const proxy = await startProxy(upstream.port);
    try {
      const rows = [];
      for (const beside of [1, 8]) {
        await slice(proxy.port, beside, 2000);
        const samples = [];
        for (let round = 1; round <= rounds; round += 1) {
          say(`  proxy, ${beside} at a time: round ${round} of ${rounds}`);
          samples.push(await measureRound({ direct: upstream.port, through: proxy.port }, beside, seconds));
        }
        rows.push(latencyRow(samples, beside));
      }
      return rows;
    } finally {
      await proxy.stop();
    }
  } finally {
    await upstream.stop();
  }
}

export async function measureProxyMemory({ say }) {
  say(`  proxy: a download of ${DOWNLOAD_MB} MB`);
  const upstream = createServer((_, response) => sendLarge(response));
  await new Promise((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const proxy = await startProxy(upstream.address().port, '/1');
  try {
    await download(proxy.port, `/${WARM_MB}`);
    const before = peakMemory(proxy.pid);
    const bytes = await download(proxy.port, `/${DOWNLOAD_MB}`);
    if (bytes !== DOWNLOAD_MB * 2 ** 20) throw new Error(`the download had ${bytes} bytes`);
    const more = peakMemory(proxy.pid) - before;
    const measure = `proxy: a download of ${DOWNLOAD_MB} MB after one of ${WARM_MB} MB, growth of peak memory`;
    return [{ measure, unit: 'MB', stunt: more, raw: before, target: '< 64', pass: more < 64 }];
  } finally {
    await proxy.stop();
    upstream.close();
    upstream.closeAllConnections();
  }
}

async function startProxy(upstreamPort, target = asked.target) {
  const serve = subject.command(documents.parcels);
  const proxy = await startServer((port) => proxied(serve(port), `http://127.0.0.1:${upstreamPort}`));
  await proxy.firstAnswer([{ ...asked, target }], isWell, 60_000);
  return proxy;
}

/** `… serve DOCUMENT --port …` as `… proxy DOCUMENT UPSTREAM --port …`. */
function proxied(command, upstream) {
  const at = command.indexOf('serve');
  return [...command.slice(0, at), 'proxy', command[at + 1], upstream, ...command.slice(at + 2)];
}

const isWell = ({ status }) => status === 200;

/** Medians of both, in microseconds. */
async function measureRound(ports, beside, seconds) {
  const times = { direct: [], through: [] };
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    for (const [key, port] of Object.entries(ports)) times[key].push(...(await slice(port, beside, REQUESTS_IN_SLICE)));
  }
  return { direct: median(times.direct), through: median(times.through), requests: times.through.length };
}

/** Microseconds of each request; `beside` connections, each of which asks again as soon as it was answered. */
async function slice(port, beside, count) {
  const agent = new Connections({ keepAlive: true, maxSockets: beside });
  const times = [];
  const client = async () => {
    for (let left = Math.ceil(count / beside); left > 0; left -= 1) {
      const began = performance.now();
      const { status } = await ask(port, { ...asked, agent });
      times.push((performance.now() - began) * 1000);
      if (status !== 200) throw new Error(`answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: beside }, client));
  agent.destroy();
  return times;
}

function latencyRow(samples, beside) {
  const added = samples.map(({ direct, through }) => through - direct);
  const middle = median(added);
  return {
    measure: `proxy, GET, ${beside} at a time: added at the median`,
    unit: 'µs',
    stunt: middle,
    raw: median(samples.map(({ direct }) => direct)),
    samples,
    target: `< ${TARGET_US}`,
    pass: middle < TARGET_US,
  };
}

function sendLarge(response) {
  const piece = Buffer.alloc(256 * 1024);
  let left = Number(response.req.url.slice(1)) * 4;
  const go = () => {
    while (left-- > 0) if (!response.write(piece)) return response.once('drain', go);
    response.end();
  };
  go();
}

function download(port, path) {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path }, (incoming) => {
      let bytes = 0;
      incoming.on('data', (chunk) => {
        bytes += chunk.length;
      });
      incoming.on('end', () => resolve(bytes)).on('error', reject);
    });
    outgoing.on('error', reject).end();
  });
}
