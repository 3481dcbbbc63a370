/** Runs the task in this process's place: same terminal, same signals, same exit code. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { withFirst } from './environment.mjs';
import { StepFailed } from './step.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @returns the exit code of the task; 128 + n where signal n ended it. */
export function handOver(node, command, args, cwd) {
  // What the task starts as `node` is to be the same Node.
  const env = node.brought ? { ...process.env, PATH: withFirst(dirname(node.path), process.env.PATH) } : process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    for (const signal of forwarded) {
      process.on(signal, () => {
        // Ctrl-C in a terminal has reached the child already; a second one would look like impatience.
        if (signal === 'SIGINT' && process.stdin.isTTY) return;
        child.kill(signal);
      });
    }
    child.on('error', (error) => reject(new StepFailed(`Could not start ${command}: ${error.message}`)));
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
