/**
 * What journal and metrics cost a request together: CPU per request with both against neither, in one process that is switched
 * between slices, for two processes of one program differ by more than that. A ratio is of two neighbouring slices.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFlags } from '../../scripts/tools/node-flags.mjs';
import { cpuSeconds, startServer } from '../../scripts/tools/server-process.mjs';
import { documents } from '../contenders.mjs';
import { costRow } from '../cost-row.mjs';
import { shoot } from '../load/load.mjs';
import { cases } from './throughput.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SLICE_SECONDS = 1;
const TARGET = 1.07;

/** @returns a row for GET and one for POST. */
export async function measureRecords({ rounds, seconds, tool, say }) {
  const server = await start();
  try {
    const rows = [];
    for (const name of ['get', 'post']) {
      const { request } = cases[name];
      // Both ways: the first second of each compiles what the other did not need.
      for (let slice = 0; slice < 4; slice += 1) await sliceOf(server, request, tool);
      const samples = [];
      for (let round = 1; round <= rounds; round += 1) {
        say(`  records, ${name}: round ${round} of ${rounds}`);
        for (let second = 0; second < seconds; second += 1) samples.push(await takeTurns(server, request, tool));
      }
      const measure = `journal and metrics on, ${name.toUpperCase()}`;
      rows.push(costRow({ measure, samples, key: 'on', base: 'off', against: 'both off', target: TARGET }));
    }
    return rows;
  } finally {
    await server.stop();
  }
}

async function start() {
  const source = join(root, 'packages/engine/src');
  const program = [process.execPath, ...sourceFlags, join(root, 'bench/records-server.mjs'), source];
  const server = await startServer((port) => [...program, documents.parcels, String(port)]);
  const first = { method: 'GET', target: '/parcels/p1', headers: {} };
  await server.firstAnswer([first], ({ status }) => status === 200, 60_000);
  return server;
}

/** On, off, off, on, so that what changes slowly is in both. */
async function takeTurns(server, request, tool) {
  const [a, b, c, d] = [
    await sliceOf(server, request, tool),
    await sliceOf(server, request, tool, false),
    await sliceOf(server, request, tool),
    await sliceOf(server, request, tool, false),
  ];
  return { on: (a + d) / 2, off: (b + c) / 2 };
}

/** Microseconds of CPU per request; switches the server afterwards, unless told not to. */
async function sliceOf(server, request, tool, switches = true) {
  const before = cpuSeconds(server.pid);
  const { requests } = await shoot(tool, server.port, request, SLICE_SECONDS);
  const cpu = ((cpuSeconds(server.pid) - before) * 1e6) / requests;
  if (switches) process.kill(server.pid, 'SIGUSR2');
  return cpu;
}
