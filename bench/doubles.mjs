/**
 * `node --expose-gc --conditions=@stuntdouble/source bench/doubles.mjs`: what a double in a test costs. Milliseconds from the call to
 * the first answer, after the first one of a small document; and what 500 that were started and ended leave behind: handles, and memory
 * against the state after the first half, when what the compiler makes of the code is there.
 */
import { get } from 'node:http';
import { join } from 'node:path';
import { double } from '../packages/testing/src/index.ts';
import { median } from './median.mjs';

const document = join(import.meta.dirname, 'parcels.yaml');
const COUNT = 500;
const WARM = 250;
const TARGET_MS = 50;

/** @returns milliseconds until the first answer. */
async function one() {
  const begun = performance.now();
  const api = await double(document);
  // Not by fetch, which keeps a record of each call for the performance timeline.
  await new Promise((resolve, reject) => {
    get(`${api.url}/parcels/p1`, { agent: false }, (answer) => answer.resume().on('end', resolve)).on('error', reject);
  });
  const ms = performance.now() - begun;
  await api.close();
  return ms;
}

/** Bytes in use, and handles of servers and connections that are open. */
async function left() {
  // What was ended leaves within a turn or two.
  await new Promise((resolve) => setTimeout(resolve, 200));
  globalThis.gc?.();
  const handles = process.getActiveResourcesInfo().filter((name) => /TCP|Pipe|Timeout/.test(name));
  return { heap: process.memoryUsage().heapUsed, handles: handles.length };
}

const first = await one();
const times = [];
for (let at = 0; at < WARM; at += 1) times.push(await one());
const before = await left();
for (let at = WARM; at < COUNT; at += 1) times.push(await one());
const after = await left();

const ms = median(times);
const grown = (after.heap - before.heap) / 1024;
const each = grown / (COUNT - WARM);
const rows = [
  ['first double, with its document', `${first.toFixed(0)} ms`, '', ''],
  ['each further one, to its first answer', `${ms.toFixed(1)} ms`, `< ${TARGET_MS} ms`, ms < TARGET_MS],
  [`handles left by ${COUNT}`, String(after.handles), `<= ${before.handles}`, after.handles <= before.handles],
  [`memory left by each of ${COUNT - WARM}`, `${each.toFixed(2)} KB`, '< 1 KB', each < 1],
];
console.log('| measure | got | target | |\n| --- | --- | --- | --- |');
for (const [measure, got, target, pass] of rows)
  console.log(`| ${measure} | ${got} | ${target} | ${pass === '' ? '' : pass ? 'pass' : 'FAIL'} |`);
