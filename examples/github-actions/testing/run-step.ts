/** One `run` step: bash as GitHub starts it, in a process group of its own, since what it leaves running has to be ended with the job. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './run-workflow.ts';

export interface Ran {
  readonly exitCode: number | null;
  readonly output: string;
}

export interface Surroundings {
  readonly bench: Bench;
  readonly shell: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

const patienceMs = 120_000;

/** `shell: bash` fails where any command of a pipe does; left out, only where the last one does. */
const flagsOf = (shell: string | undefined): readonly string[] =>
  shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];

export async function runStep(script: string, { bench, shell, env }: Surroundings): Promise<Ran> {
  const name = join(bench.folder, `step-${bench.groups.length}`);
  writeFileSync(`${name}.sh`, script);
  // A file: what goes on in the background holds a pipe open.
  const output = openSync(`${name}.log`, 'w');
  const child = spawn('bash', [...flagsOf(shell), `${name}.sh`], {
    cwd: bench.checkout,
    env,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  if (child.pid !== undefined) bench.groups.push(child.pid);
  const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const [exitCode] = await once(child, 'exit');
  clearTimeout(late);
  return { exitCode, output: readFileSync(`${name}.log`, 'utf8') };
}

/** Ends what the steps of a job left running, and waits for it. */
export async function endGroups(groups: readonly number[]): Promise<void> {
  for (const group of groups) signal(group, 'SIGTERM');
  const until = performance.now() + 10_000;
  for (const group of groups) {
    while (signal(group, 0) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    signal(group, 'SIGKILL');
  }
}

/** Whether there was somebody to take it. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
