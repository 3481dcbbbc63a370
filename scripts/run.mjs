#!/usr/bin/env node
/**
 * `node scripts/run.mjs TASK [ARGS]`: sets the checkout up if it is not, then runs the task on Node 24.
 * Plain JavaScript without dependencies, since it comes first, on whatever Node >= 18 the machine has.
 * Never writes to stdout: that belongs to the task.
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { handOver } from './tools/hand-over.mjs';
import { sourceFlags } from './tools/node-flags.mjs';
import { ensurePackages } from './tools/packages.mjs';
import { namesPlatform, startArguments } from './tools/start-arguments.mjs';
import { StepFailed } from './tools/step.mjs';
import { ensureNode, ensurePnpm } from './tools/toolchain.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const cli = { flags: sourceFlags, file: 'packages/cli/src/main.ts' };
const esmJest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** File and leading arguments of each task. The working directory is the repository, where `cwd` does not say otherwise. */
const tasks = {
  start: {
    ...cli,
    lead: ['--invoked-as=npm start --'],
    argumentsFrom: startArguments,
    cwd: callerOf('start'),
  },
  stunt: { ...cli, lead: [`--invoked-as=${typedFromHere('scripts/stunt')}`], cwd: process.cwd() },
  /** What `npm start -- platform` means: a task of the repository, no command of what is published. */
  platform: { flags: sourceFlags, file: 'contracts/platform/main.ts' },
  pacts: { flags: sourceFlags, file: 'contracts/write-pacts.ts' },
  test: { flags: esmJest, file: 'node_modules/jest/bin/jest.js' },
  lint: { file: 'node_modules/@biomejs/biome/bin/biome', lead: ['check'] },
  types: { file: 'node_modules/typescript/bin/tsc', lead: ['-b'] },
  layers: { file: 'scripts/check-layers.mjs' },
  knip: { file: 'node_modules/knip/bin/knip.js' },
  build: { file: 'scripts/build.mjs' },
  sweep: { file: 'scripts/sweep.mjs' },
  bench: { file: 'bench/run.mjs' },
};

async function main([name = '', ...args]) {
  if (name === 'start' && namesPlatform(args)) return main(['platform', ...args.slice(1)]);
  if (name === 'pnpm') return runPnpm(args);
  if (!Object.hasOwn(tasks, name)) {
    throw new StepFailed(`There is no task "${name}".`, `Tasks: ${Object.keys(tasks).join(', ')}, pnpm.`);
  }
  const { flags = [], file, lead = [], argumentsFrom = asTyped, cwd } = tasks[name];
  const node = await ensureNode(root);
  await ensurePackages(root, node);
  if (!existsSync(join(root, file))) throw new StepFailed(`"${name}" runs ${file}, which this checkout does not have.`);
  const { args: given, isExample } = argumentsFrom(args);
  const taskArgs = [...flags, join(root, file), ...lead, ...given];
  return handOver(node, node.path, taskArgs, isExample ? root : (cwd ?? root));
}

/** How a script of this checkout is typed in the folder where we are, so that lines that name it can be pasted there. */
function typedFromHere(script) {
  const path = relative(process.cwd(), join(root, script)).replaceAll('\\', '/');
  const found = path.includes('/') ? path : `./${path}`;
  return /^[\w./~+-]+$/.test(found) ? found : `'${found.replaceAll("'", "'\\''")}'`;
}

function asTyped(args) {
  return { args, isExample: false };
}

/** For changing dependencies: the lockfile is about to change, so nothing is installed from it first. */
async function runPnpm(args) {
  const node = await ensureNode(root);
  return handOver(node, await ensurePnpm(root), args, process.cwd());
}

/** npm runs a script in the repository's folder, but file arguments are meant from where the command was typed. */
function callerOf(script) {
  const startedByNpm = process.env.npm_lifecycle_event === script && process.cwd() === root;
  return startedByNpm ? (process.env.INIT_CWD ?? root) : process.cwd();
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  if (error.next) process.stderr.write(`${error.next}\n`);
  process.exitCode = 1;
}
