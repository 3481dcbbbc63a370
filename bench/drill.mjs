/**
 * What a drill adds to the command that it runs: 100 cells of a command that takes a second, one at a time and four at a time.
 *
 *   node bench/drill.mjs [--cells 100]
 *
 * Loopback only. Exits with 1 where a cell costs more than its target, or four jobs are not fast enough on as many cores.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sourceFlags } from '../scripts/tools/node-flags.mjs';

const OVERHEAD_MS = 150;
const SPEED_UP = 3;
const JOBS = 4;
const COMMAND_MS = 1000;
const document = fileURLToPath(new URL('./parcels.yaml', import.meta.url));
const cli = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));
/** Asks once, and ends a second after its process began. */
const command = `
await fetch(process.env.STUNT_URL + '/parcels/p-1');
setTimeout(() => process.exit(), ${COMMAND_MS} - performance.now());
`;

const { values } = parseArgs({ options: { cells: { type: 'string', default: '100' } } });
const cells = Number(values.cells);
const folder = mkdtempSync(join(tmpdir(), 'stunt-bench-'));
try {
  const modes = Array.from({ length: cells }, (_, at) => [
    `late-${at}`,
    { rules: [{ kind: 'latency', options: { fixed: '1ms' } }] },
  ]);
  const plan = { version: 1, only: modes.map(([name]) => name), modes: Object.fromEntries(modes) };
  writeFileSync(join(folder, 'plan.yaml'), JSON.stringify(plan));
  const one = await drill(1);
  const four = await drill(JOBS);
  const overhead = one - COMMAND_MS;
  const times = one / four;
  process.stdout.write(
    [
      `${cells} cells of a command that takes ${COMMAND_MS} ms, ${availableParallelism()} cores`,
      `overhead per cell   ${overhead.toFixed(0)} ms   (at most ${OVERHEAD_MS})`,
      `--jobs ${JOBS}            ${times.toFixed(2)} times as fast   (at least ${SPEED_UP} where there are ${JOBS} cores)`,
      '',
    ].join('\n'),
  );
  const isFast = times >= SPEED_UP || availableParallelism() < JOBS;
  process.exitCode = overhead <= OVERHEAD_MS && isFast ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Milliseconds for each cell, the baseline left out. */
async function drill(jobs) {
  const own = ['drill', document, '--plan', 'plan.yaml', '--jobs', String(jobs), '--format', 'json'];
  const args = [...sourceFlags, cli, ...own, '--', process.execPath, '--input-type=module', '-e', command];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    printed += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  const { baseline, cells: run, summary } = JSON.parse(printed);
  if (run.length !== cells) throw new Error(`${run.length} cells were run`);
  return (summary.durationMs - baseline.runs * baseline.durationMs) / cells;
}
