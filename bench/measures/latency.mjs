/**
 * Whether a latency is what was asked for: for each distribution 2,000 requests, 50 at a time, each timed at the client from its
 * sending to the first byte; the quantiles against those of the distribution itself, computed here by its formula.
 */
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, startServer } from '../../scripts/tools/server-process.mjs';
import { documents, subject } from '../contenders.mjs';

const SAMPLES = 2000;
const AT_ONCE = 50;
/** A client asks again after up to so many milliseconds. */
const MOST_THOUGHT_MS = 50;
const QUANTILES = [0.1, 0.5, 0.9, 0.95];
const OFF_MS = 2;
const OFF_SHARE = 0.02;

const Z = { 0.1: -1.2815515655, 0.5: 0, 0.9: 1.2815515655, 0.95: 1.644853627 };

/** Options of the fault, and its quantiles in milliseconds, each from the textbook and not from the engine. */
const distributions = {
  fixed: [{ fixed: '100ms' }, () => 100],
  uniform: [{ uniform: { min: '50ms', max: '250ms' } }, (p) => 50 + 200 * p],
  normal: [{ normal: { mean: '200ms', stddev: '30ms' } }, (p) => 200 + 30 * Z[p]],
  lognormal: [{ lognormal: { median: '150ms', sigma: 0.4 } }, (p) => 150 * Math.exp(0.4 * Z[p])],
  pareto: [{ pareto: { scale: '80ms', shape: 2 } }, (p) => 80 / Math.sqrt(1 - p)],
};

/** @returns one row for each distribution: the quantile that is furthest off, in milliseconds and as a share. */
export async function measureLatency({ say }) {
  const server = await startServer(subject.command(documents.parcels));
  try {
    await server.firstAnswer([{ method: 'GET', target: '/parcels/p1' }], ({ status }) => status === 200, 60_000);
    const rows = [];
    for (const [name, [options, quantile]] of Object.entries(distributions)) {
      say(`  latency, ${name}: ${SAMPLES} requests`);
      await put(server.port, options);
      const times = await timesOf(server.port);
      rows.push(rowOf(name, times, quantile));
    }
    return rows;
  } finally {
    await server.stop();
  }
}

async function put(port, options) {
  const body = JSON.stringify({ kind: 'latency', options });
  const headers = { 'content-type': 'application/json', host: `127.0.0.1:${port}` };
  const answer = await ask(port, { method: 'PUT', target: '/_stunt/faults/latency', headers, body });
  if (answer.status !== 200) throw new Error(`the fault was answered ${answer.status}`);
}

/** Milliseconds to the first byte, in order of size. */
async function timesOf(port) {
  const times = [];
  const client = async () => {
    for (let left = SAMPLES / AT_ONCE; left > 0; left -= 1) {
      // Clients that wait equally long come to ask in step, and each would measure the queue of them all in this process.
      await sleep(Math.random() * MOST_THOUGHT_MS);
      times.push(await firstByte(port));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return times.sort((a, b) => a - b);
}

function firstByte(port) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const sent = request({ host: '127.0.0.1', port, path: '/parcels/p1' }, (response) => {
      resolve(performance.now() - began);
      response.resume();
    });
    sent.on('error', reject).end();
  });
}

function rowOf(name, times, quantile) {
  const off = QUANTILES.map((p) => {
    const wanted = quantile(p);
    const got = times[Math.ceil(p * times.length) - 1];
    return { p, wanted, got, ms: Math.abs(got - wanted), share: Math.abs(got - wanted) / wanted };
  });
  const within = ({ ms, share }) => ms <= OFF_MS || share <= OFF_SHARE;
  const worst = off.reduce((a, b) => (a.share >= b.share ? a : b));
  return {
    measure: `latency ${name}: p${worst.p * 100} asked ${worst.wanted.toFixed(1)} ms, the furthest of four quantiles`,
    unit: 'ms',
    stunt: worst.got,
    samples: off,
    target: '2 ms or 2%',
    pass: off.every(within),
  };
}
