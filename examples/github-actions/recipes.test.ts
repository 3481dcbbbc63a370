import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endAll, runStunt, type Started, startStunt } from '../../packages/cli/src/testing/run-stunt.ts';
import { type Dispatched, dispatchReceiver } from './testing/dispatch-receiver.ts';
import {
  binWith,
  commit,
  pullRequest,
  repositoryWith,
  runScript,
  scripts,
  shortPlan,
} from './testing/fixture-repositories.ts';
import { git, type JobResult, type Run, runWorkflow, usedFolders } from './testing/run-workflow.ts';
import { readWorkflow } from './testing/workflow.ts';

/** The recipes, run as GitHub would run them: real platform, real consumer tests, a registry, and a webhook between them. */
const here = import.meta.dirname;
const patience = 180_000;
const folder = mkdtempSync(join(tmpdir(), 'recipes-'));
const bin = binWith(join(folder, 'bin'));
const token = 'token-of-the-registry';

let registry: Started;
let github: Awaited<ReturnType<typeof dispatchReceiver>>;
let platform: string;
/** Each repository may write what is its own. */
const tokens = new Map<string, string>();
/** Of what stands in the recipes, since ports of this machine may be taken. */
let ports: Readonly<Record<string, string>>;

beforeAll(async () => {
  const db = join(folder, 'contracts.sqlite');
  registry = await startStunt(['contract', 'serve', '--port', '0', '--db', db], folder, { STUNT_TOKEN: token });
  for (const name of ['platform', 'harbour-dashboard']) tokens.set(name, await tokenFor(name));
  github = await dispatchReceiver();
  const first = await freePort();
  ports = { 8080: first, 4030: await freePort(Number(first) + 1) };
  platform = repositoryWith(join(folder, 'platform'), scripts.platform, ports);
});
afterAll(async () => {
  await github.close();
  endAll();
  for (const used of [folder, ...usedFolders()]) rmSync(used, { recursive: true, force: true });
});

describe('the recipes', () => {
  it(
    'bring the platform to production before any partner, then a partner, whose pact a webhook has verified',
    async () => {
      const first = await push('platform/contract.yml', platform);
      expect(told(first)).toEqual({ verify: 'success', deploy: 'success' });
      expect(output(first, 'verify', 'Does it keep its own document?')).toMatch(/ [1-9]\d* passed, 0 failed/);
      expect(output(first, 'deploy', 'It is in production')).toContain('is deployed to production');

      const webhook = runScript(join(here, 'registry/create-webhook.sh'), {
        bin,
        cwd: platform,
        env: { ...brokerEnvironment(), DISPATCHES: github.url, GITHUB_DISPATCH_TOKEN: 'token-of-github' },
      });
      expect(webhook).toMatchObject({ status: 0 });
      const dispatched = github.next();
      const partner = repositoryWith(join(folder, 'partner'), scripts.partner('harbour-dashboard'), ports);
      const [second, verified] = await Promise.all([
        push('partner/contract.yml', partner),
        dispatched.then((event) => dispatch(event)),
      ]);
      expect(told(verified)).toEqual({ verify: 'success' });
      expect(output(verified, 'verify', 'Does it keep that pact?')).toMatch(
        /published the results of platform [0-9a-f]{40} \(main\)/,
      );
      expect(told(second)).toEqual({ publish: 'success', deploy: 'success' });
      expect(output(second, 'publish', 'Publish')).toMatch(/published harbour-dashboard [0-9a-f]{40} \(main\): 1 pact/);
      expect(output(second, 'deploy', 'Does the platform')).toContain('yes: harbour-dashboard can be deployed');
    },
    patience,
  );
});

describe('the recipe for pull requests that change the document', () => {
  it(
    'names the partner that breaks, in the summary and in one comment, and fails',
    async () => {
      const result = await propose((document) => document.replaceAll('dueAt', 'decisionDueAt'));
      expect(told(result)).toEqual({ impact: expect.stringMatching(/^failure: Whom does it break/) });
      expect(outcomes(result.impact)).toMatchObject({
        'Whom does it break?': 'failure',
        'Job summary': 'success',
        'Comment, one for the pull request': 'success',
      });
      expect(result.impact?.summary).toMatch(/1 of 1 partners breaks: harbour-dashboard[\s\S]*dueAt/);
      const comment = readFileSync(join(bin, 'gh.log'), 'utf8');
      expect(comment).toMatch(/^pr comment 7 --edit-last --create-if-none --body-file impact\.md\n[\s\S]*dueAt/);
    },
    patience,
  );

  it(
    'passes where nobody reads what changed, and is left out for forks',
    async () => {
      const change = (document: string): string => document.replaceAll('externalReference', 'reference');
      expect(told(await propose(change))).toEqual({ impact: 'success' });
      expect(told(await propose(change, 'somebody/repository'))).toEqual({ impact: 'skipped' });
    },
    patience,
  );
});

describe('the recipe for drills', () => {
  it(
    "runs the partner's own tests under failures, and says so in the summary",
    async () => {
      const partner = repositoryWith(join(folder, 'northgate'), scripts.partner('northgate-uploads'), ports);
      writeFileSync(join(partner, 'drill.yaml'), shortPlan('northgate-uploads', ['503', 'reset-after']));
      commit(partner, 'Plan the drill');
      const result = await push('partner/drill.yml', partner);
      expect(told(result)).toEqual({ drill: 'success' });
      expect(result.drill?.summary).toMatch(/Drill: everything within the plan[\s\S]*`503` \| degraded[\s\S]*survived/);
    },
    patience,
  );
});

describe('the recipe for one repository without a hosted registry', () => {
  it(
    'carries the registry from run to run in the cache of main',
    async () => {
      const both = { ...scripts.partner('harbour-dashboard'), ...scripts.platform };
      const repository = repositoryWith(join(folder, 'one'), both, ports);
      const first = await push('one-repository/contract.yml', repository);
      expect(told(first)).toEqual({ contract: 'success' });
      expect(output(first, 'contract', "The registry's file")).toBe('nothing was kept');
      const second = await push('one-repository/contract.yml', repository, 'refs/heads/feature');
      expect(told(second)).toEqual({ contract: 'success' });
      expect(output(second, 'contract', "The registry's file")).toMatch(/^restored contracts-/);
      expect(outcomes(second.contract)).toMatchObject({ 'Deploy the platform': 'skipped', 'Keep its file': 'skipped' });
      // What is deployed is known from the first run.
      expect(output(second, 'contract', 'Does it keep its contracts?')).toMatch(/production/);
    },
    patience,
  );
});

const brokerEnvironment = () => ({ PACT_BROKER_BASE_URL: registry.url, PACT_BROKER_TOKEN: token });

function push(recipe: string, repository: string, ref = 'refs/heads/main') {
  const sha = git(repository, 'rev-parse', 'main');
  return run(recipe, { repository, ref, sha, event: { name: 'push' } });
}

function dispatch(client_payload: Dispatched) {
  const event = { name: 'repository_dispatch', payload: { client_payload } };
  const sha = git(platform, 'rev-parse', 'main');
  return run('platform/pact-changed.yml', { repository: platform, ref: 'refs/heads/main', sha, event });
}

function propose(change: (document: string) => string, from = 'example/repository') {
  const payload = { pull_request: { number: 7, head: { repo: { full_name: from } } } };
  const event = { name: 'pull_request', payload };
  const sha = pullRequest(platform, change);
  return run('platform/impact.yml', { repository: platform, ref: 'refs/pull/7/merge', sha, event });
}

async function tokenFor(pacticipant: string): Promise<string> {
  const args = ['contract', 'token', 'create', '--name', `ci of ${pacticipant}`, '--pacticipant', pacticipant];
  const { stdout, stderr } = await runStunt([...args, '--format', 'json'], folder, brokerEnvironment());
  return JSON.parse(stdout || JSON.stringify({ token: stderr })).token;
}

async function run(recipe: string, of: Pick<Run, 'repository' | 'ref' | 'sha' | 'event'>) {
  return runWorkflow(await readWorkflow(join(here, recipe)), {
    ...of,
    bin,
    replace: ports,
    cache: join(folder, 'cache'),
    vars: { PACT_BROKER_BASE_URL: registry.url },
    secrets: { PACT_BROKER_TOKEN: tokens.get(recipe.startsWith('platform/') ? 'platform' : 'harbour-dashboard') ?? '' },
  });
}

type Results = Readonly<Record<string, JobResult>>;

/** How each job ended, and at which step with what output, where one failed. */
function told(results: Results): Record<string, string> {
  const failed = ({ steps }: JobResult): string =>
    steps.flatMap(({ name, outcome, output: said }) => (outcome === 'failure' ? [`${name}\n${said}`] : [])).join('\n');
  return Object.fromEntries(
    Object.entries(results).map(([id, job]) => [id, job.result === 'failure' ? `failure: ${failed(job)}` : job.result]),
  );
}

const outcomes = (job: JobResult | undefined): Record<string, string> =>
  Object.fromEntries((job?.steps ?? []).map(({ name, outcome }) => [name, outcome]));

const output = (results: Results, job: string, step: string): string =>
  results[job]?.steps.find(({ name }) => name.startsWith(step))?.output ?? `no step ${step}`;

/** Below those that systems hand out to whoever asks for any: it is used again and again, and has to stay free in between. */
async function freePort(wanted = 20_000 + (process.pid % 6000) * 2): Promise<string> {
  const server = createServer().listen(wanted, '127.0.0.1');
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('listening', () => resolve(true)).once('error', () => resolve(false));
  });
  if (!isFree) return freePort(wanted + 1);
  await new Promise((resolve) => server.close(resolve));
  return String(wanted);
}
