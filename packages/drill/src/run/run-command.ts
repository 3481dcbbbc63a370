import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '@stuntdouble/engine';
import { DrillError } from '../errors.ts';

/**
 * Runs a command in a process group of its own and ends the whole group: at the deadline, when it is told to, and when the
 * command itself has ended. Ends nothing that it did not start.
 */
export interface CommandOptions {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly deadlineMs: number;
  /** Ends the run; the reason says why: `flood`, `stopped`. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Called at its end, before anything is ended. */
  readonly onEnd?: () => void;
}

export interface CommandResult {
  readonly exitCode: number | undefined;
  readonly ended: 'exited' | 'deadline' | 'aborted';
  readonly durationMs: number;
  readonly output: string;
}

/** Between asking a group to end and ending it. */
const GRACE_MS = 300;
/** How long output may still come once the command has ended: somebody else may hold its streams. */
const DRAIN_MS = 100;
const OUTPUT_CHARACTERS = 512 * 1024;

/** Leaders of the groups that run now, for the case that this process ends first. */
const running = new Set<number>();
let isWatching = false;

export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  const { cwd, env, deadlineMs, signal, clock } = options;
  const [program = '', ...args] = options.command;
  const begun = clock.now();
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const exited = exitOf(child, program);
  if (child.pid !== undefined) watch(child.pid);
  const over = new AbortController();
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true, signal: over.signal });
  });
  const deadline = clock.sleep(deadlineMs, over.signal).then(
    () => 'deadline' as const,
    () => 'exited' as const,
  );
  try {
    const first = await Promise.race([exited.then(() => 'exited' as const), deadline, aborted]);
    const durationMs = clock.now() - begun;
    options.onEnd?.();
    if (first !== 'exited' && child.pid !== undefined) await endGroup(child.pid, exited, clock);
    const exitCode = await exited;
    await output.drained(clock);
    return { exitCode: first === 'exited' ? exitCode : undefined, ended: first, durationMs, output: output.text() };
  } finally {
    over.abort();
    if (child.pid !== undefined) {
      // What the command left behind in its group.
      kill(child.pid, 'SIGKILL');
      running.delete(child.pid);
    }
  }
}

function exitOf(child: ChildProcess, program: string): Promise<number | undefined> {
  const exited = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(cannotStart(program, error)));
    child.once('exit', (code) => {
      if (child.pid !== undefined) kill(child.pid, 'SIGKILL');
      resolve(code ?? undefined);
    });
  });
  // Whoever waits for it hears of it; nobody may be there yet.
  exited.catch(() => {});
  return exited;
}

function cannotStart(program: string, { code = '' }: NodeJS.ErrnoException): DrillError {
  const why = { ENOENT: 'there is no such program', EACCES: 'it is not executable' }[code] ?? code;
  const isLine = program.includes(' ');
  const hint = isLine ? `A line of shell is given as: -- sh -c '${program}'` : undefined;
  return new DrillError('DRILL_COMMAND_NOT_FOUND', `The command "${program}" cannot be started: ${why}.`, hint);
}

async function endGroup(pid: number, exited: Promise<unknown>, clock: Clock): Promise<void> {
  kill(pid, 'SIGTERM');
  const gone = new AbortController();
  await Promise.race([exited, clock.sleep(GRACE_MS, gone.signal).catch(() => {})]);
  gone.abort();
  kill(pid, 'SIGKILL');
}

/** A group that is gone already is no failure. */
function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {}
}

function watch(pid: number): void {
  running.add(pid);
  if (isWatching) return;
  isWatching = true;
  process.once('exit', () => {
    for (const each of running) kill(each, 'SIGKILL');
  });
}

function collect(child: ChildProcess) {
  let text = '';
  const streams = [child.stdout, child.stderr].flatMap((stream) => (stream === null ? [] : [stream]));
  const closed = Promise.all(
    streams.map((stream) => {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > 2 * OUTPUT_CHARACTERS) text = text.slice(-OUTPUT_CHARACTERS);
      });
      return new Promise<void>((resolve) => stream.once('close', resolve).once('error', resolve));
    }),
  );
  return {
    text: () => text.slice(-OUTPUT_CHARACTERS),
    async drained(clock: Clock) {
      const over = new AbortController();
      await Promise.race([closed, clock.sleep(DRAIN_MS, over.signal).catch(() => {})]);
      over.abort();
      for (const stream of streams) stream.destroy();
    },
  };
}
