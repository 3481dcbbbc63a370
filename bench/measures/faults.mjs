/**
 * What faults cost requests that meet none: CPU per request without a rule against the last commit before the fault stage, and
 * with 1,000 rules that do not match against none. Slices of all three are interleaved; a ratio is always within one round.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFlags } from '../../scripts/tools/node-flags.mjs';
import { cpuSeconds, startServer } from '../../scripts/tools/server-process.mjs';
import { documents } from '../contenders.mjs';
import { costRow } from '../cost-row.mjs';
import { engineOf } from '../engine-of.mjs';
import { shoot } from '../load/load.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The last commit whose requests pass no fault stage. */
const WITHOUT_STAGE = '0666a10';
const request = { method: 'GET', target: '/parcels/p%d', values: 10_000 };
const SLICE_SECONDS = 1;

/** @returns two rows. */
export async function measureFaults({ rounds, seconds, tool, say }) {
  const today = (rules) => ['faults-server.mjs', join(root, 'packages/engine/src'), documents.parcels, String(rules)];
  const contenders = {
    // Behind today's transport, so that what differs is the engine.
    without: ['earlier-server.mjs', engineOf(WITHOUT_STAGE), documents.parcels],
    none: today(0),
    many: today(1000),
  };
  const running = {};
  try {
    for (const [key, program] of Object.entries(contenders)) running[key] = await start(program);
    for (const server of Object.values(running)) await shoot(tool, server.port, request, 2);
    const samples = [];
    for (let round = 1; round <= rounds; round += 1) {
      say(`  faults: round ${round} of ${rounds}`);
      samples.push(await measureRound(running, seconds, tool));
    }
    return [
      costRow({
        measure: 'no rule set, GET',
        samples,
        key: 'none',
        base: 'without',
        against: 'the server without faults',
        target: 1.03,
      }),
      costRow({
        measure: '1,000 rules set, none matching, GET',
        samples,
        key: 'many',
        base: 'none',
        against: 'no rule set',
        target: 1.15,
      }),
    ];
  } finally {
    for (const server of Object.values(running)) await server.stop();
  }
}

async function start([script, ...args]) {
  const program = [process.execPath, ...sourceFlags, join(root, 'bench', script), ...args];
  const server = await startServer((port) => [...program, String(port)]);
  const first = { method: 'GET', target: '/parcels/p1', headers: {} };
  await server.firstAnswer([first], ({ status }) => status === 200, 60_000);
  return server;
}

/** Microseconds of CPU per request of each. */
async function measureRound(running, seconds, tool) {
  const sums = Object.fromEntries(Object.keys(running).map((key) => [key, { requests: 0, cpu: 0 }]));
  for (let left = seconds; left > 0; left -= SLICE_SECONDS) {
    for (const [key, server] of Object.entries(running)) {
      const before = cpuSeconds(server.pid);
      const { requests } = await shoot(tool, server.port, request, Math.min(SLICE_SECONDS, left));
      sums[key].requests += requests;
      sums[key].cpu += cpuSeconds(server.pid) - before;
    }
  }
  return Object.fromEntries(Object.entries(sums).map(([key, { requests, cpu }]) => [key, (cpu * 1e6) / requests]));
}
