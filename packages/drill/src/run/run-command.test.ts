import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@stuntdouble/engine';
import { type CommandOptions, runCommand } from './run-command.ts';

const script = (text: string): readonly string[] => [process.execPath, '-e', text];
const run = (command: readonly string[], given: Partial<CommandOptions> = {}) =>
  runCommand({
    ...{ command, cwd: tmpdir(), env: process.env, deadlineMs: 20_000, clock: systemClock },
    signal: new AbortController().signal,
    ...given,
  });

/** Those that are still there: what was killed may take a moment to go, and what nobody has fetched yet is there in name only. */
function leftOf(pids: readonly number[]): readonly number[] {
  let left = pids;
  for (let look = 0; look < 100 && left.length > 0; look++) {
    const { stdout } = spawnSync('ps', ['-o', 'pid=,stat=', '-p', left.join()], { encoding: 'utf8' });
    left = [...stdout.matchAll(/^ *(\d+) +[^Z\s]/gm)].map(([, pid]) => Number(pid));
  }
  return left;
}

/** Neither it nor its child ends when it is asked to; it prints both of their pids. */
const STUBBORN = `
process.on('SIGTERM', () => {});
const ignore = 'process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1000)';
const child = require('node:child_process').spawn(process.execPath, ['-e', ignore], { stdio: ['ignore', 'pipe', 'inherit'] });
child.stdout.once('data', () => console.log(process.pid + ' ' + child.pid));
setInterval(() => {}, 1000);
`;
const pidsIn = (output: string): number[] => output.trim().split(' ').map(Number);

describe('runCommand', () => {
  it('tells how a command ended and what it printed', async () => {
    const text = `console.log('out'); console.error('err'); process.exitCode = 3;`;
    const { exitCode, ended, output } = await run(script(text));
    expect({ exitCode, ended, lines: output.trim().split('\n').sort() }).toEqual({
      ...{ exitCode: 3, ended: 'exited', lines: ['err', 'out'] },
    });
  });

  it('ends at the deadline what does not end by itself, with all that it started', async () => {
    const open: string[] = [];
    const { exitCode, ended, output } = await run(script(STUBBORN), {
      deadlineMs: 1500,
      onEnd: () => open.push('still there'),
    });
    expect({ exitCode, ended, open }).toEqual({ exitCode: undefined, ended: 'deadline', open: ['still there'] });
    const pids = pidsIn(output);
    expect(pids).toHaveLength(2);
    expect(leftOf(pids)).toEqual([]);
  });

  it('ends it when it is told to', async () => {
    const stop = new AbortController();
    const running = run(script('setInterval(() => {}, 1000)'), { signal: stop.signal });
    stop.abort();
    expect(await running).toMatchObject({ ended: 'aborted', exitCode: undefined });
  });

  it('ends what a command leaves behind, and does not wait for whoever holds its output', async () => {
    const text = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log(process.pid + ' ' + child.pid);
      child.unref();`;
    const { exitCode, output } = await run(script(text));
    expect(exitCode).toBe(0);
    expect(leftOf(pidsIn(output))).toEqual([]);
  });

  it.each([
    ['no-such-program', '"no-such-program" cannot be started: there is no such program'],
    [tmpdir(), 'it is not executable'],
  ])('says why %s cannot be started', async (program, words) => {
    await expect(run([program])).rejects.toMatchObject({
      code: 'DRILL_COMMAND_NOT_FOUND',
      message: expect.stringContaining(words),
    });
  });
});
