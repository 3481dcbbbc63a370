/** One step of the set-up: a line on stderr while it runs, its time when it is done, one clear message when it fails. */
import { spawn } from 'node:child_process';

/** A failure that the operator can act on: printed as it is, without a stack trace. */
export class StepFailed extends Error {
  constructor(message, next) {
    super(message);
    this.next = next;
  }
}

let announced = false;

/** Runs `work` under a progress line such as `  Node 24.21.0 ... 3.2 s`. */
export async function step(title, work) {
  if (!announced) process.stderr.write('Setting up this checkout (once):\n');
  announced = true;
  process.stderr.write(`  ${title} ... `);
  const begin = Date.now();
  try {
    const result = await work();
    process.stderr.write(`${((Date.now() - begin) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stderr.write('failed\n');
    throw error;
  }
}

/** Runs a command to its end without showing its output; a failure carries the last lines of it. */
export function runQuietly(command, args, { cwd, env, failure, next }) {
  return new Promise((resolve, reject) => {
    // Only Windows needs a shell, to find `npm.cmd`; the arguments are our own constants.
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => {
      output = (output + chunk).slice(-16_384);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const fail = (why) => reject(new StepFailed(`${failure}: ${why}`, next));
    child.on('error', (error) => fail(error.code === 'ENOENT' ? `"${command}" was not found.` : error.message));
    child.on('close', (code) => (code === 0 ? resolve(output) : fail(`it says\n\n${lastLines(output)}\n`)));
  });
}

/** The end of the output, without npm's stack traces and prefixes. */
function lastLines(output) {
  const noise = /^(npm (warn|notice)|npm error( {3,}.*|\s*| A complete log.*)$|\s*$)/;
  const lines = output.split('\n').filter((line) => !noise.test(line));
  return lines
    .slice(-12)
    .map((line) => `    ${line}`)
    .join('\n');
}
