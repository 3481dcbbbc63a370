/**
 * What state costs: CPU per round trip of POST and GET of what was written, against plain node:http with a Map; and CPU per GET
 * where nothing was written, against the last commit without state, as it was and with today's transport. Turns of both are interleaved; a ratio is always within one round.
 */
import { Agent } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFlags } from '../../scripts/tools/node-flags.mjs';
import { ask, cpuSeconds, startServer } from '../../scripts/tools/server-process.mjs';
import { documents } from '../contenders.mjs';
import { costRow } from '../cost-row.mjs';
import { engineOf } from '../engine-of.mjs';
import { shoot } from '../load/load.mjs';
import { newParcel } from './throughput.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The last commit whose requests pass no state. */
const WITHOUT_STATE = 'b4ef825';
/** The system counts CPU in steps of 10 ms, which is to be little of what a turn takes; so many before the first turn are compiled code by then. */
const TRIPS = 12_000;
const AT_ONCE = 16;
const get = { method: 'GET', target: '/parcels/p%d', values: 10_000 };

/** @returns three rows. */
export async function measureState({ rounds, seconds, tool, say }) {
  const own = ['faults-server.mjs', join(root, 'packages/engine/src'), documents.parcels, '0'];
  const before = engineOf(WITHOUT_STATE);
  const commands = {
    stateful: engineServer(own),
    map: (port) => [process.execPath, join(root, 'bench/raw-state-server.mjs'), String(port)],
    quiet: engineServer(own),
    before: engineServer(['faults-server.mjs', before, documents.parcels, '0']),
    engineBefore: engineServer(['earlier-server.mjs', before, documents.parcels]),
  };
  const running = {};
  try {
    for (const [key, command] of Object.entries(commands)) {
      running[key] = await startServer(command);
      await running[key].firstAnswer([{ method: 'GET', target: '/parcels/p1' }], ({ status }) => status < 500, 60_000);
    }
    for (const key of ['stateful', 'map']) await trips(running[key].port, TRIPS);
    for (const key of ['quiet', 'before', 'engineBefore']) await shoot(tool, running[key].port, get, 2);
    const samples = [];
    for (let round = 1; round <= rounds; round += 1) {
      say(`  state: round ${round} of ${rounds}`);
      const sample = {};
      for (const key of ['stateful', 'map'])
        sample[key] = await cpuOf(running[key], () => trips(running[key].port, TRIPS));
      for (const key of ['quiet', 'before', 'engineBefore'])
        sample[key] = await cpuOf(
          running[key],
          async () => (await shoot(tool, running[key].port, get, seconds)).requests,
        );
      samples.push(sample);
    }
    return [
      costRow({
        measure: 'POST and GET of what was written',
        unit: 'µs CPU/round trip',
        samples,
        key: 'stateful',
        base: 'map',
        against: 'node:http with a Map',
        target: 1.7,
      }),
      costRow({
        measure: 'nothing written, GET',
        samples,
        key: 'quiet',
        base: 'before',
        against: 'the server without state',
        target: 1.03,
      }),
      costRow({
        measure: 'nothing written, GET',
        samples,
        key: 'quiet',
        base: 'engineBefore',
        against: 'the engine without state behind today’s transport',
      }),
    ];
  } finally {
    for (const server of Object.values(running)) await server.stop();
  }
}

const engineServer =
  ([script, ...args]) =>
  (port) => [process.execPath, ...sourceFlags, join(root, 'bench', script), ...args, String(port)];

/** Microseconds of CPU for each of what `work` counts. */
async function cpuOf(server, work) {
  const before = cpuSeconds(server.pid);
  const count = await work();
  return ((cpuSeconds(server.pid) - before) * 1e6) / count;
}

/** So many round trips, over kept connections. @throws where one does not give back what was written. */
async function trips(port, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const headers = { 'content-type': 'application/json' };
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const weightGrams = 1 + (left % 30_000);
      const body = newParcel.replace('1250', String(weightGrams));
      const made = await ask(port, { method: 'POST', target: '/parcels', headers, body, agent });
      const { parcelId } = JSON.parse(made.body.toString());
      const read = await ask(port, { method: 'GET', target: `/parcels/${parcelId}`, agent });
      const back = JSON.parse(read.body.toString());
      if (made.status !== 201 || back.parcelId !== parcelId || back.weightGrams !== weightGrams)
        throw new Error(`what was written is not read back: ${made.status}, ${read.status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  agent.destroy();
  return count;
}
