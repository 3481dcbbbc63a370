/**
 * `npm run bench`: what this double costs, as ratios within one run to plain node:http with the same bytes and to Prism.
 * Prints a table, and writes every sample to bench/results/. See bench/README.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { documents, measured, prism, subject } from './contenders.mjs';
import { chooseTool } from './load/load.mjs';
import { measureFaults } from './measures/faults.mjs';
import { measureLatency } from './measures/latency.mjs';
import { measureProxy, measureProxyMemory } from './measures/proxy.mjs';
import { measureStartUp } from './measures/start-up.mjs';
import { measureState } from './measures/state.mjs';
import { cases, measureThroughput } from './measures/throughput.mjs';
import { renderRows } from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const measures = [...Object.keys(cases), 'faults', 'state', 'latency', 'proxy', 'start', 'cold', 'stripe'];

const usage = `npm run bench -- [OPTIONS]
  --only LIST     of ${measures.join(',')} (default: all)
  --rounds N      rounds (default: 3)
  --seconds N     seconds of load for each server, case and round (default: 4)
  --peers [ARGS]  hand over to ../shared/tools/bench-peers.mjs, which measures other servers too
`;

async function main(args) {
  if (args[0] === '--peers') return runPeers(args.slice(1));
  const { values: options } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: measures.join(',') },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '4' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (options.help) return process.stdout.write(usage);
  const chosen = new Set(options.only.split(','));
  const unknown = [...chosen].filter((name) => !measures.includes(name));
  if (unknown.length > 0)
    throw new Error(`No measure is named ${unknown.join(', ')}; there are: ${measures.join(', ')}`);
  const rows = await measure(chosen, { rounds: Number(options.rounds), seconds: Number(options.seconds), say });
  process.stdout.write(`${renderRows(rows)}\n\n${circumstances(options)}\n`);
  save(rows, options);
}

async function measure(chosen, options) {
  say(measured);
  const throughput = Object.keys(cases).filter((name) => chosen.has(name));
  const tool = throughput.length > 0 || chosen.has('faults') || chosen.has('state') ? chooseTool(say) : undefined;
  const rows = [];
  for (const name of throughput)
    rows.push(...(await orFailure(name, () => measureThroughput(cases[name], { ...options, tool }))));
  if (chosen.has('faults')) rows.push(...(await orFailure('faults', () => measureFaults({ ...options, tool }))));
  if (chosen.has('state')) rows.push(...(await orFailure('state', () => measureState({ ...options, tool }))));
  if (chosen.has('latency')) rows.push(...(await orFailure('latency', () => measureLatency(options))));
  if (chosen.has('proxy')) {
    rows.push(...(await orFailure('proxy', () => measureProxy(options))));
    rows.push(...(await orFailure('proxy memory', () => measureProxyMemory(options))));
  }
  if (['start', 'cold', 'stripe'].some((name) => chosen.has(name))) {
    const parts = { ...options, withCold: chosen.has('cold'), withStripe: chosen.has('stripe') };
    rows.push(...(await orFailure('start', () => measureStartUp(parts))));
  }
  return rows;
}

/** What could not be measured is a failed row, and the rest is still measured. */
async function orFailure(name, work) {
  try {
    return await work();
  } catch (error) {
    say(`${name}: ${error.message}`);
    process.exitCode = 1;
    return [{ measure: `${name}: ${error.message.split('\n')[0]}`, unit: '', target: 'measured', pass: false }];
  }
}

function circumstances({ rounds, seconds }) {
  const [cpu] = cpus();
  return `${rounds} rounds, ${seconds} s of load each in turns of 1 s; Node ${process.version}, Prism ${prism.version}, ${cpus().length} × ${cpu?.model.trim()}; ${subject.name}. Medians; in parentheses the middle half of the ratios.`;
}

function save(rows, options) {
  const folder = join(here, 'results');
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${at.replaceAll(/[:.]/g, '-')}.json`);
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model };
  writeFileSync(
    file,
    `${JSON.stringify({ at, machine, options, prism: prism.version, subject: subject.name, rows }, null, 2)}\n`,
  );
  say(`Every sample is in ${file}`);
}

function runPeers(args) {
  const script = join(here, '../../shared/tools/bench-peers.mjs');
  if (!existsSync(script)) throw new Error('bench-peers.mjs is not beside the repository (../shared/tools)');
  const command = subject
    .command('{document}')('{port}')
    .map((word) => (/^\{\w+\}$/.test(word) ? word : `'${word}'`));
  const own = [
    '--subject',
    `stunt=exec ${command.join(' ')}`,
    '--peers-dir',
    join(here, '..'),
    '--github',
    documents.github,
  ];
  const { status } = spawnSync(process.execPath, [script, ...own, '--peers', 'raw,prism', ...args], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

await main(process.argv.slice(2));
