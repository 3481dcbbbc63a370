/** Runs the task in this process's place: same terminal, same signals, same exit code. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { withFirst } from './environment.mjs';
import { StepFailed } from './step.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Milliseconds in which a child that got the signal itself, as a member of our process group, has mostly ended. */
const grace = 100;

/** @returns the exit code of the task; 128 + n where signal n ended it. */
export function handOver(node, command, args, cwd) {
  // What the task starts as `node` is to be the same Node.
  const env = node.brought ? { ...process.env, PATH: withFirst(dirname(node.path), process.env.PATH) } : process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    for (const signal of forwarded) forward(signal, child);
    child.on('error', (error) => reject(new StepFailed(`Could not start ${command}: ${error.message}`)));
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** A signal may be for us alone, or for the whole group; in the second case, one more would end the child mid-way. */
function forward(signal, child) {
  let pending;
  process.on(signal, () => {
    const typedInTerminal = signal === 'SIGINT' && process.stdin.isTTY;
    if (typedInTerminal || pending) return;
    pending = setTimeout(() => {
      pending = undefined;
      child.kill(signal);
    }, grace);
    child.once('close', () => clearTimeout(pending));
  });
}
