import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { namesPlatform, startArguments } from './tools/start-arguments.mjs';

const platform = ['serve', 'contracts/platform/openapi.yaml', '--auth', 'enforce'];

describe('npm start', () => {
  it.each([
    [[], platform],
    [
      ['--port', '4011'],
      [...platform, '--port', '4011'],
    ],
    [
      ['-p', '4011', '--tls'],
      [...platform, '-p', '4011', '--tls'],
    ],
    [
      ['--config', 'a.yaml'],
      ['serve', '--config', 'a.yaml'],
    ],
    [
      ['--auth', 'off'],
      ['serve', 'contracts/platform/openapi.yaml', '--auth', 'off'],
    ],
    [['--help'], ['--help']],
    [['--version'], ['--version']],
    [
      ['check', 'a.yaml'],
      ['check', 'a.yaml'],
    ],
  ])('runs %j as %j', (typed, run) => {
    expect(startArguments(typed).args).toEqual(run);
  });

  it('runs the reference platform by its name, and nothing else so', () => {
    expect([['platform', '--port', '0'], ['serve', 'platform'], ['--port', 'platform'], []].map(namesPlatform)).toEqual(
      [true, false, false, false],
    );
    const run = join(import.meta.dirname, 'run.mjs');
    const { stdout } = spawnSync(process.execPath, [run, 'start', 'platform', '--help'], { encoding: 'utf8' });
    expect(stdout).toContain('npm start -- platform [--port 8080]');
  }, 30_000);

  it('hands flags alone to the command that serves', () => {
    const run = join(import.meta.dirname, 'run.mjs');
    const { stderr } = spawnSync(process.execPath, [run, 'start', '--port', 'none'], { encoding: 'utf8' });
    expect(stderr).toContain('--port takes a number from 0 to 65535, not "none"');
  }, 30_000);
});

describe('scripts/stunt', () => {
  it('names itself as it is typed where it was started', () => {
    const run = join(import.meta.dirname, 'run.mjs');
    const named = (cwd: string): string | undefined => {
      const { stderr } = spawnSync(process.execPath, [run, 'stunt', 'openapi.yaml'], { cwd, encoding: 'utf8' });
      return /To serve it: (\S+) serve openapi\.yaml/.exec(stderr)?.[1];
    };
    const root = join(import.meta.dirname, '..');
    expect(named(root)).toBe('scripts/stunt');
    expect(named(import.meta.dirname)).toBe('./stunt');
    expect(named(join(root, 'docs/adr'))).toBe('../../scripts/stunt');
  }, 30_000);
});
