/**
 * What test files of Jest pay for their doubles: one for each file, against one for all workers. Jest runs the same files, with the environment
 * alone (`node`), with a double for each file, and with the global set-up; each file asks its double once. Then one file asks a thousand times.
 *
 *   npm run build && node bench/jest-doubles.mjs [--files 40] [--workers 2] [--rounds 3] [--document contracts/platform/openapi.yaml]
 *
 * What was built is measured, as users have it. Loopback only. Exits with 1 where a run fails.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '40' },
    workers: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    document: { type: 'string', default: join(root, 'contracts/platform/openapi.yaml') },
  },
});
const [files, workers, rounds] = [values.files, values.workers, values.rounds].map(Number);

// Without a double `stunt` is the option of that name, which Jest makes a global.
/** Notes how long an environment takes to set up, and which process it was in. */
const timed = `
import { appendFileSync } from 'node:fs';
import Environment from '@stuntdouble/testing/jest-environment';
export default class extends Environment {
  async setup() {
    const start = performance.now();
    await super.setup();
    appendFileSync('set-up.txt', process.pid + ' ' + (performance.now() - start) + '\\n');
  }
}`;

const once = `test('asks', () => { stunt.requests?.(); });`;
const often = `
import { writeFileSync } from 'node:fs';
test('asks', () => {
  if (stunt.clock === undefined) return;
  const times = Array.from({ length: 1000 }, () => {
    const start = performance.now();
    stunt.clock.now();
    return performance.now() - start;
  });
  writeFileSync('calls.json', JSON.stringify(times));
});`;

const ways = {
  'no double': { testEnvironment: 'node' },
  'a double for each file': { testEnvironment: './timed.js' },
  'one double for all workers': {
    testEnvironment: './timed.js',
    globalSetup: '@stuntdouble/testing/jest-global-setup',
  },
};

if (!existsSync(join(root, 'packages/testing/dist/jest-global-setup.js')))
  throw new Error('Build it first: npm run build');
const folder = mkdtempSync(join(tmpdir(), 'stunt-bench-jest-'));
try {
  mkdirSync(join(folder, 'node_modules/@stuntdouble'), { recursive: true });
  for (const name of ['testing', 'engine', 'pact'])
    symlinkSync(join(root, 'packages', name), join(folder, 'node_modules/@stuntdouble', name));
  writeFileSync(join(folder, 'timed.js'), timed);
  for (let at = 0; at < files; at++) writeFileSync(join(folder, `file-${at}.test.js`), once);
  writeFileSync(join(folder, 'calls.test.js'), often);
  const samples = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round < rounds; round++)
    for (const [way, config] of Object.entries(ways))
      samples[way].push({ ...measure(config, '/file-'), calls: callsOf(config) });
  const base = median(samples['no double'].map(({ seconds }) => seconds));
  for (const [way, runs] of Object.entries(samples)) {
    const seconds = median(runs.map((run) => run.seconds));
    const parts = [`${seconds.toFixed(2)} s for ${files} files in ${workers} workers`];
    if (seconds !== base) parts.push(`${((1000 * (seconds - base)) / files).toFixed(1)} ms each above no double`);
    const { first = [], further = [], calls = [] } = gathered(runs);
    if (first.length > 0)
      parts.push(`set-up ${shown(first)} ms the first in a worker, ${shown(further)} ms each further one`);
    if (calls.length > 0)
      parts.push(`a call ${(1000 * median(calls)).toFixed(0)} µs, p99 ${(1000 * quantile(calls, 0.99)).toFixed(0)} µs`);
    console.log(`${way}: ${parts.join('; ')}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function measure(config, pattern) {
  rmSync(join(folder, 'set-up.txt'), { force: true });
  const stunt = { document: resolve(values.document), auth: 'off' };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ type: 'module', jest: { transform: {}, testEnvironmentOptions: { stunt }, ...config } }),
  );
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const args = ['--experimental-vm-modules', jest, '--ci', `--maxWorkers=${workers}`, pattern];
  const start = performance.now();
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (run.status !== 0) throw new Error(run.stderr);
  return { seconds, setUps: read('set-up.txt') };
}

function callsOf(config) {
  rmSync(join(folder, 'calls.json'), { force: true });
  measure(config, '/calls');
  return JSON.parse(read('calls.json') || '[]');
}

function read(name) {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return '';
  }
}

function gathered(runs) {
  const first = [];
  const further = [];
  for (const { setUps } of runs) {
    const seen = new Set();
    for (const line of setUps.trim().split('\n').filter(Boolean)) {
      const [pid, ms] = line.split(' ');
      (seen.has(pid) ? further : first).push(Number(ms));
      seen.add(pid);
    }
  }
  return { first, further, calls: runs.flatMap(({ calls }) => calls) };
}

function quantile(numbers, at) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))];
}

function median(numbers) {
  return quantile(numbers, 0.5);
}

function shown(numbers) {
  return median(numbers).toFixed(1);
}
