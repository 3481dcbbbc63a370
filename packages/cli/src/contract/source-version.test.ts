import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Invocation } from '../outcome.ts';
import { isCi, sourceVersion } from './source-version.ts';

let repository: string;
let elsewhere: string;
let commit: string;

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.test', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'stunt-git-'));
  elsewhere = mkdtempSync(join(tmpdir(), 'stunt-no-git-'));
  git('init', '-q', '-b', 'feat/x');
  git('commit', '-q', '--allow-empty', '-m', 'first');
  commit = git('rev-parse', 'HEAD').trim();
});
afterAll(() => {
  for (const folder of [repository, elsewhere]) rmSync(folder, { recursive: true, force: true });
});

function at(cwd: string, variables: Readonly<NodeJS.ProcessEnv> = {}): Invocation {
  return {
    invokedAs: 'stunt',
    args: [],
    version: '0',
    cwd,
    environment: { controlUrl: undefined, token: undefined },
    variables,
    log: () => {},
    say: () => {},
    readInput: async () => '',
    onStop: () => new AbortController().signal,
  };
}

describe('sourceVersion', () => {
  it('takes commit and branch from git', async () => {
    expect(await sourceVersion({}, at(repository, { GITHUB_REF_NAME: 'not-this' }))).toEqual({
      version: commit,
      branch: 'feat/x',
      buildUrl: undefined,
    });
  });

  it('takes what is given first', async () => {
    const given = { version: '1.2.0', branch: 'main', 'build-url': 'https://ci.test/1' };
    expect(await sourceVersion(given, at(repository))).toEqual({
      version: '1.2.0',
      branch: 'main',
      buildUrl: 'https://ci.test/1',
    });
  });

  it.each([
    [{ GITHUB_HEAD_REF: 'pull', GITHUB_REF_NAME: '7/merge' }, 'pull'],
    [{ GITHUB_HEAD_REF: '', GITHUB_REF_NAME: 'main' }, 'main'],
    [{ CI_COMMIT_REF_NAME: 'lab' }, 'lab'],
    [{ BUILDKITE_BRANCH: 'kite' }, 'kite'],
    [{ GIT_BRANCH: 'origin/jenkins' }, 'jenkins'],
    [{}, undefined],
  ])('asks the CI for the branch of a detached HEAD: %j', async (variables, branch) => {
    git('checkout', '-q', '--detach');
    expect(await sourceVersion({}, at(repository, variables))).toMatchObject({ version: commit, branch });
    git('checkout', '-q', 'feat/x');
  });

  it('takes the commit and the build from the CI where there is no git', async () => {
    const variables = {
      GITHUB_SHA: 'abc',
      GITHUB_SERVER_URL: 'https://github.test',
      GITHUB_REPOSITORY: 'a/b',
      GITHUB_RUN_ID: '5',
    };
    const found = await sourceVersion({}, at(elsewhere, variables));
    expect(found).toEqual({ version: 'abc', branch: undefined, buildUrl: 'https://github.test/a/b/actions/runs/5' });
  });

  it.each([
    [{}, 'no version was given'],
    [{ version: ' ' }, '--version is empty'],
  ])('refuses %j', async (flags, message) => {
    await expect(sourceVersion(flags, at(elsewhere))).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(message),
    });
  });
});

describe('isCi', () => {
  it('is what CI says, or Jenkins and Azure by their own names', () => {
    const seen = [{}, { CI: 'true' }, { CI: 'false' }, { JENKINS_URL: 'x' }, { TF_BUILD: 'True' }].map((one) =>
      isCi(at('.', one)),
    );
    expect(seen).toEqual([false, true, false, true, true]);
  });
});
