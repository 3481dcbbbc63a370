/** The process as `npm start -- platform` runs it: what it prints can be pasted, and what is wrong with a start is said. */
import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { platformArguments } from './arguments.ts';

const main = join(import.meta.dirname, 'main.ts');
const patience = 30_000;

let end: () => Promise<unknown> = async () => {};
afterEach(() => end());

async function started(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((closed) => child.on('close', closed));
  end = () => {
    child.kill();
    return ended;
  };
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (printed.includes('/_auth/token\n')) break;
  }
  return printed;
}

async function failed(...args: string[]): Promise<{ code: unknown; stderr: string }> {
  try {
    await promisify(execFile)(process.execPath, [main, ...args]);
    return { code: 0, stderr: '' };
  } catch (error) {
    const { code, stderr } = Object(error);
    return { code, stderr };
  }
}

describe('npm start -- platform', () => {
  it(
    'prints calls that work as they are pasted, and ends when it is told to',
    async () => {
      const printed = await started('--port', '0', '--provider-states', '--now', '2026-03-02T09:15:00Z');
      const lines = printed.split('\n').filter((line) => line.startsWith('  curl '));
      expect(lines).toHaveLength(4);
      const answers: string[] = [];
      for (const line of lines) {
        const { stdout } = await promisify(execFile)('sh', ['-c', line.replace('curl', 'curl --silent --fail')]);
        answers.push(stdout);
      }
      expect(answers.map((answer) => Object.keys(JSON.parse(answer))[0])).toEqual([
        'status',
        'id',
        'data',
        'access_token',
      ]);
      expect(JSON.parse(answers[2] ?? '{}').data).toHaveLength(1);
      expect(JSON.parse(answers[0] ?? '{}').time).toMatch(/^2026-03-02T09:15/);
      expect(printed).toContain('/_pact/states');
      expect(await end()).toBe(0);
    },
    patience,
  );

  it(
    'says that a port is in use, and how to get one',
    async () => {
      const holder = createServer();
      await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening));
      const address = holder.address();
      const port = String(typeof address === 'object' ? address?.port : '');
      const { code, stderr } = await failed('--port', port);
      holder.close();
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `error: port ${port} of 127.0.0.1 is in use.\nhint: npm start -- platform --port 0 takes a free one.\n`,
      });
    },
    patience,
  );

  it(
    'starts nothing when an argument is wrong',
    async () => {
      expect(await failed('--prot', '1')).toEqual({
        code: 2,
        stderr: expect.stringContaining("error: Unknown option '--prot'"),
      });
    },
    patience,
  );
});

describe('the arguments', () => {
  it('are few', () => {
    expect(platformArguments([])).toEqual({
      kind: 'start',
      host: '127.0.0.1',
      port: 8080,
      examples: false,
      providerStates: false,
    });
    expect(platformArguments(['--port', '0', '--host', '::1', '--examples', '--provider-states'])).toEqual({
      kind: 'start',
      host: '::1',
      port: 0,
      examples: true,
      providerStates: true,
    });
    expect(platformArguments(['--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [['--port', 'abc'], '--port takes a number from 0 to 65535, not "abc".'],
    [['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
    [['--port', ''], '--port takes a number from 0 to 65535, not "".'],
    [['--port'], "Option '-p, --port <value>' argument missing"],
    [['--provider-states', '--host', '0.0.0.0'], '--provider-states lets anybody be anybody'],
    [['--now', 'soon'], '--now takes a time such as 2026-03-02T09:15:00Z, not "soon".'],
    [['openapi.yaml'], "Unexpected argument 'openapi.yaml'"],
  ])('%j are refused', (args, message) => {
    expect(platformArguments(args)).toMatchObject({ kind: 'wrong', message: expect.stringContaining(message) });
  });
});
