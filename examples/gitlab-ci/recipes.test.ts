import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endAll, runStunt, type Started, startStunt } from '../../packages/cli/src/testing/run-stunt.ts';
import {
  binWith,
  commit,
  pullRequest,
  repositoryWith,
  runScript,
  scripts,
  shortPlan,
} from '../github-actions/testing/fixture-repositories.ts';
import { git } from '../github-actions/testing/run-workflow.ts';
import { gitlabStandIn, type Triggered } from './testing/gitlab-stand-in.ts';
import { readPipeline } from './testing/pipeline-file.ts';
import { type JobResult, type Run, runPipeline, usedFolders } from './testing/run-pipeline.ts';

/** The recipes, run as GitLab's runner would run them: real platform, real consumer tests, a registry, and a webhook between them. */
const here = import.meta.dirname;
const patience = 180_000;
const folder = mkdtempSync(join(tmpdir(), 'recipes-'));
const bin = binWith(join(folder, 'bin'));
const token = 'token-of-the-registry';

let registry: Started;
let gitlab: Awaited<ReturnType<typeof gitlabStandIn>>;
let platform: string;
/** Each repository may write what is its own. */
const tokens = new Map<string, string>();
/** Of what stands in the recipes, since ports of this machine may be taken. */
let ports: Readonly<Record<string, string>>;

beforeAll(async () => {
  const db = join(folder, 'contracts.sqlite');
  registry = await startStunt(['contract', 'serve', '--port', '0', '--db', db], folder, { STUNT_TOKEN: token });
  for (const name of ['platform', 'harbour-dashboard']) tokens.set(name, await tokenFor(name));
  gitlab = await gitlabStandIn();
  const first = await freePort();
  ports = { 8080: first, 4030: await freePort(Number(first) + 1) };
  platform = repositoryWith(join(folder, 'platform'), scripts.platform, ports);
  copyFileSync(join(here, 'platform/comment-once.mjs'), join(platform, 'comment-once.mjs'));
  commit(platform, 'Comment on merge requests');
});
afterAll(async () => {
  await gitlab.close();
  endAll();
  for (const used of [folder, ...usedFolders()]) rmSync(used, { recursive: true, force: true });
});

describe('the recipes', () => {
  it(
    'say that nobody breaks before any partner is there',
    async () => {
      const { impact } = await propose((document) => document.replaceAll('dueAt', 'decisionDueAt'));
      expect(told({ impact })).toEqual({ impact: 'success' });
      expect(gitlab.notes[0]?.body).toContain('Nobody breaks: no partner with a contract is in production');
    },
    patience,
  );

  it(
    'bring the platform to production before any partner, then a partner, whose pact a webhook has verified',
    async () => {
      const first = await push('platform', platform);
      expect(told(first)).toEqual({ verify: 'success', deploy: 'success' });
      expect(first.verify?.output).toMatch(/ [1-9]\d* passed, 0 failed/);
      expect(first.deploy?.output).toContain('is deployed to production');

      const webhook = runScript(join(here, 'registry/create-webhook.sh'), {
        bin,
        cwd: platform,
        env: {
          ...{ PACT_BROKER_BASE_URL: registry.url, PACT_BROKER_TOKEN: token },
          ...{ TRIGGER: `${gitlab.url}/projects/1/trigger/pipeline`, GITLAB_TRIGGER_TOKEN: 'token-of-the-trigger' },
        },
      });
      expect(webhook).toMatchObject({ status: 0 });
      expect(webhook.output).not.toContain('token-of-the-trigger');
      const triggered = gitlab.next();
      const partner = repositoryWith(join(folder, 'partner'), scripts.partner('harbour-dashboard'), ports);
      const [second, verified] = await Promise.all([
        push('partner', partner),
        triggered.then((given) => trigger(given)),
      ]);
      expect(told(verified)).toEqual({ 'pact-changed': 'success' });
      expect(verified['pact-changed']?.output).toMatch(/published the results of platform [0-9a-f]{40} \(main\)/);
      expect(told(second)).toEqual({ contract: 'success', deploy: 'success' });
      expect(second.contract?.output).toMatch(/published harbour-dashboard [0-9a-f]{40} \(main\): 1 pact/);
      expect(second.deploy?.output).toContain('yes: harbour-dashboard can be deployed');
    },
    patience,
  );

  it(
    'publish under the name of the branch, and deploy nothing from it',
    async () => {
      const partner = join(folder, 'partner');
      git(partner, 'branch', 'feature');
      const result = await push('partner', partner, 'feature');
      expect(told(result)).toEqual({ contract: 'success' });
      expect(result.contract?.output).toMatch(/harbour-dashboard [0-9a-f]{40} \(feature\)/);
    },
    patience,
  );
});

describe('the recipe for merge requests that change the document', () => {
  it(
    'names the partner that breaks, in one comment that is written again, and fails',
    async () => {
      const result = await propose((document) => document.replaceAll('dueAt', 'decisionDueAt'));
      expect(told(result)).toEqual({ impact: expect.stringMatching(/^failure/) });
      // The second of this file, into the first one's place.
      expect(gitlab.notes).toHaveLength(1);
      expect(gitlab.notes[0]?.body).toMatch(/1 of 1 partners breaks: harbour-dashboard[\s\S]*dueAt/);
    },
    patience,
  );

  it(
    'passes where nobody reads what changed, and is left out for forks and where the document stayed',
    async () => {
      const change = (document: string): string => document.replaceAll('externalReference', 'reference');
      expect(told(await propose(change))).toEqual({ impact: 'success' });
      expect(told(await propose(change, { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2' }))).toEqual({});
      expect(told(await propose((document) => document))).toEqual({});
    },
    patience,
  );
});

describe('the recipe for drills', () => {
  it(
    "runs the partner's own tests under failures, on a schedule as on merge requests",
    async () => {
      const partner = repositoryWith(join(folder, 'northgate'), scripts.partner('northgate-uploads'), ports);
      writeFileSync(join(partner, 'drill.yaml'), shortPlan('northgate-uploads', ['503', 'reset-after']));
      const sha = commit(partner, 'Plan the drill');
      const result = await run('partner', {
        repository: partner,
        sha,
        source: 'schedule',
        branch: 'main',
        variables: {},
      });
      expect(told(result)).toEqual({ drill: 'success' });
      expect(result.drill?.output).toMatch(/2 within the plan, 0 outside/);
    },
    patience,
  );
});

describe('the recipe for one repository without a hosted registry', () => {
  it(
    'carries the registry from run to run in the cache of main, whole',
    async () => {
      const both = { ...scripts.partner('harbour-dashboard'), ...scripts.platform };
      const repository = repositoryWith(join(folder, 'one'), both, ports);
      const first = await push('one-repository', repository);
      expect(told(first)).toEqual({ contract: 'success' });
      expect(first.contract?.output).toMatch(/harbour-dashboard [0-9a-f]{40} is deployed to production/);
      // Without what SQLite leaves beside the file of a process that was killed.
      expect(readdirSync(join(folder, 'cache/contracts/.contracts'))).toEqual(['contracts.sqlite']);
      git(repository, 'branch', 'feature');
      const second = await push('one-repository', repository, 'feature');
      expect(told(second)).toEqual({ contract: 'success' });
      // What is deployed is known from the first run.
      expect(second.contract?.output).toMatch(/production/);
      expect(second.contract?.output).not.toContain('is deployed to');
    },
    patience,
  );
});

async function push(recipe: string, repository: string, branch = 'main') {
  return run(recipe, { repository, sha: git(repository, 'rev-parse', branch), source: 'push', branch, variables: {} });
}

function trigger(variables: Triggered) {
  const sha = git(platform, 'rev-parse', 'main');
  return run('platform', { repository: platform, sha, source: 'trigger', branch: 'main', variables });
}

function propose(change: (document: string) => string, more: Run['variables'] = {}) {
  pullRequest(platform, change);
  const variables = {
    CI_API_V4_URL: gitlab.url,
    CI_MERGE_REQUEST_IID: '7',
    CI_MERGE_REQUEST_PROJECT_ID: '1',
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1',
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'proposal',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: git(platform, 'merge-base', 'main', 'proposal'),
    GITLAB_TOKEN: 'token-of-the-project',
    ...more,
  };
  const sha = git(platform, 'rev-parse', 'proposal');
  return run('platform', { repository: platform, sha, source: 'merge_request_event', variables });
}

async function run(
  recipe: string,
  { variables, ...of }: Pick<Run, 'repository' | 'sha' | 'source' | 'branch' | 'variables'>,
) {
  const own = recipe === 'platform' ? 'platform' : 'harbour-dashboard';
  // What stands in the file wins over settings of a project nowhere: the one with its own registry has none.
  const settings = { PACT_BROKER_BASE_URL: registry.url, PACT_BROKER_TOKEN: tokens.get(own) ?? '' };
  return runPipeline(readPipeline(join(here, recipe, '.gitlab-ci.yml')), {
    ...of,
    variables: { ...(recipe !== 'one-repository' && settings), ...variables },
    ...{ bin, replace: ports, cache: join(folder, 'cache') },
  });
}

async function tokenFor(pacticipant: string): Promise<string> {
  const args = ['contract', 'token', 'create', '--name', `ci of ${pacticipant}`, '--pacticipant', pacticipant];
  const env = { PACT_BROKER_BASE_URL: registry.url, PACT_BROKER_TOKEN: token };
  const { stdout, stderr } = await runStunt([...args, '--format', 'json'], folder, env);
  return JSON.parse(stdout || JSON.stringify({ token: stderr })).token;
}

type Results = Readonly<Record<string, JobResult | undefined>>;

/** How each job that was added ended, and with what output or without which files, where one failed. */
function told(results: Results): Record<string, string> {
  const added = Object.entries(results).flatMap(([name, job]) =>
    job && job.result !== 'not added' ? [{ name, job }] : [],
  );
  return Object.fromEntries(
    added.map(({ name, job: { result, output, missing } }) => {
      const without = missing.length > 0 ? `, without ${missing.join(', ')}` : '';
      return [name, `${result === 'failure' ? `failure: ${output}` : result}${without}`];
    }),
  );
}

/** Below those that systems hand out to whoever asks for any: it is used again and again, and has to stay free in between. */
async function freePort(wanted = 8_500 + (process.pid % 5000) * 2): Promise<string> {
  const server = createServer().listen(wanted, '127.0.0.1');
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('listening', () => resolve(true)).once('error', () => resolve(false));
  });
  if (!isFree) return freePort(wanted + 1);
  await new Promise((resolve) => server.close(resolve));
  return String(wanted);
}
