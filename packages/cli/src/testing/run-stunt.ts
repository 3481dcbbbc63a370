import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The real command as a child process, for black-box tests. What it starts, `endAll` ends. */

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const children = new Set<ChildProcess>();
const folders: string[] = [];

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly pid: number;
  /** What stands behind `listening on`. */
  readonly url: string;
  /** Printed so far. */
  readonly stdout: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly finished: Promise<Finished>;
}

export function runStunt(args: readonly string[], cwd?: string, env?: Environment): Promise<Finished> {
  return spawnStunt(args, cwd, env).finished;
}

/** Beside what the tests run with. */
type Environment = Readonly<Record<string, string>>;

/** Starts a command that goes on, and waits until it has said all of its start-up. */
export async function startStunt(args: readonly string[], cwd?: string, env?: Environment): Promise<Started> {
  const { child, finished, output } = spawnStunt(args, cwd, env);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const match = /^listening on (\S+)$/m.exec(output.stdout);
      if (match?.[1] && output.stdout.includes('\nNext:')) resolve(match[1]);
    });
    finished.then(({ code, stderr }) => reject(new Error(`ended with ${code} before it listened: ${stderr}`)), reject);
  });
  return { pid: child.pid ?? 0, url, stdout: () => output.stdout, kill: (signal) => child.kill(signal), finished };
}

/** A command that goes on without saying where it listens. */
export function spawnStunt(args: readonly string[], cwd = tmpdir(), env: Environment = {}) {
  return spawnProgram(['--conditions=@stuntdouble/source', main, ...args], cwd, env);
}

/** Node with these arguments: a program that the documents tell of. */
export function spawnProgram(args: readonly string[], cwd: string, env: Environment = {}) {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.stderr += chunk;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      children.delete(child);
      resolve({ code, ...output });
    });
  });
  return { child, finished, output };
}

/** A new folder that holds the given files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-test-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** For `afterAll`: no process and no folder is left. */
export function endAll(): void {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
