import { execFile } from 'node:child_process';
import { CliError } from '../errors.ts';
import type { Invocation } from '../outcome.ts';

/** What is published about the source: from the flags, else from git, else from what the CI says. Reads git, changes nothing. */
export interface SourceVersion {
  readonly version: string;
  readonly branch: string | undefined;
  readonly buildUrl: string | undefined;
}

export interface SourceFlags {
  readonly version?: string | undefined;
  readonly branch?: string | undefined;
  readonly 'build-url'?: string | undefined;
}

/** A CI checks a commit out without its branch: these say which it was. Of a pull request the branch that it comes from. */
const branchVariables = [
  'GITHUB_HEAD_REF',
  'GITHUB_REF_NAME',
  'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME',
  'CI_COMMIT_REF_NAME',
  'BUILDKITE_BRANCH',
  'CIRCLE_BRANCH',
  'BITBUCKET_BRANCH',
  'TRAVIS_PULL_REQUEST_BRANCH',
  'TRAVIS_BRANCH',
  'BUILD_SOURCEBRANCHNAME',
  'APPVEYOR_REPO_BRANCH',
  'DRONE_SOURCE_BRANCH',
  'CHANGE_BRANCH',
  'BRANCH_NAME',
  'GIT_BRANCH',
];
const commitVariables = [
  'GITHUB_SHA',
  'CI_COMMIT_SHA',
  'BUILDKITE_COMMIT',
  'CIRCLE_SHA1',
  'BITBUCKET_COMMIT',
  'TRAVIS_COMMIT',
  'BUILD_SOURCEVERSION',
  'APPVEYOR_REPO_COMMIT',
  'DRONE_COMMIT_SHA',
  'GIT_COMMIT',
];
const buildVariables = [
  'CI_JOB_URL',
  'CI_PIPELINE_URL',
  'BUILDKITE_BUILD_URL',
  'CIRCLE_BUILD_URL',
  'TRAVIS_BUILD_WEB_URL',
  'DRONE_BUILD_LINK',
  'BUILD_URL',
];

/** @throws CliError USAGE where no version is given, and none is found. */
export async function sourceVersion(flags: SourceFlags, invocation: Invocation): Promise<SourceVersion> {
  const version = await versionOf(flags, invocation);
  if (version !== undefined) return { version, ...(await branchAndBuild(flags, invocation)) };
  throw new CliError(
    'USAGE',
    'no version was given, and there is no git commit here to take it from',
    'Name it: --version 1.2.0',
  );
}

export async function versionOf(flags: SourceFlags, invocation: Invocation): Promise<string | undefined> {
  const given = flags.version?.trim();
  if (given === '') throw new CliError('USAGE', '--version is empty', 'Is the variable set that it was taken from?');
  return given ?? (await git(['rev-parse', 'HEAD'], invocation)) ?? firstOf(commitVariables, invocation);
}

async function branchAndBuild(flags: SourceFlags, invocation: Invocation): Promise<Omit<SourceVersion, 'version'>> {
  return { branch: await branchOf(flags, invocation), buildUrl: flags['build-url'] ?? buildUrlOf(invocation) };
}

export async function branchOf({ branch }: SourceFlags, invocation: Invocation): Promise<string | undefined> {
  if (branch !== undefined && branch.trim() !== '') return branch.trim();
  // Fails on a detached HEAD.
  const ofGit = await git(['symbolic-ref', '--quiet', '--short', 'HEAD'], invocation);
  const named = ofGit ?? firstOf(branchVariables, invocation);
  return named?.replace(/^(refs\/heads|origin)\//, '');
}

function buildUrlOf({ variables }: Invocation): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = variables;
  if (server && repository && run) return `${server}/${repository}/actions/runs/${run}`;
  return buildVariables.map((name) => variables[name]).find((url) => url && /^https?:/.test(url));
}

function firstOf(names: readonly string[], { variables }: Invocation): string | undefined {
  return names.map((name) => variables[name]?.trim()).find((value) => value !== undefined && value !== '');
}

function git(args: readonly string[], { cwd }: Invocation): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('git', [...args], { cwd, timeout: 10_000 }, (error, stdout) => {
      const text = stdout.trim();
      resolve(error || text === '' ? undefined : text);
    });
  });
}

/** Whether a CI runs the command: all of them say so. */
export function isCi({ variables }: Invocation): boolean {
  const { CI, JENKINS_URL, TF_BUILD } = variables;
  return (CI !== undefined && !['', 'false', '0'].includes(CI)) || Boolean(JENKINS_URL) || Boolean(TF_BUILD);
}
