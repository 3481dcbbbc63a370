/**
 * Runs a workflow on this machine: its jobs in order, their `run` steps with bash in a clone of the repository, expressions resolved, `if` and
 * `needs` honoured. Of what is `uses`, checking out and the cache are done as well; the rest is listed as left out. A step that fails
 * ends its job as on GitHub.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contexts, holds, resolved, type Status } from './expressions.ts';
import { endGroups, type Ran, runStep } from './run-step.ts';
import { standIn } from './stand-ins.ts';
import type { Job, Step, Variables, Workflow } from './workflow.ts';

export interface Run {
  /** The repository that is cloned. */
  readonly repository: string;
  readonly event: { readonly name: string; readonly payload?: object };
  /** `refs/heads/main`, and the commit. */
  readonly ref: string;
  readonly sha: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** In front of PATH. */
  readonly bin: string;
  /** Where the cache is kept from run to run. */
  readonly cache?: string;
  /** Ports and the like that have to be others here. */
  readonly replace?: Readonly<Record<string, string>>;
}

export interface StepResult {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped' | 'left out';
  readonly output: string;
  /** Why it did not run. */
  readonly reason?: string;
}

export interface JobResult {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly steps: readonly StepResult[];
  /** Of `GITHUB_STEP_SUMMARY`. */
  readonly summary: string;
}

/** What a job has beside its run. */
export interface Bench {
  readonly folder: string;
  readonly checkout: string;
  readonly groups: number[];
}

const folders: string[] = [];
const temporary = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'workflow-')));
  folders.push(folder);
  return folder;
};
/** To remove when all is over. */
export const usedFolders = (): readonly string[] => folders.splice(0);

export async function runWorkflow(workflow: Workflow, run: Run): Promise<Readonly<Record<string, JobResult>>> {
  const results: Record<string, JobResult> = {};
  const github = githubOf(run);
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const needs = [job.needs ?? []].flat();
    const of = Object.fromEntries(needs.map((name) => [name, { result: results[name]?.result, outputs: {} }]));
    const status: Status = needs.every((name) => results[name]?.result === 'success') ? 'success' : 'failure';
    const contexts = { github, vars: run.vars ?? {}, secrets: run.secrets ?? {}, needs: of };
    results[id] = holds(job.if, status, contexts)
      ? await runJob(job, workflow, run, contexts)
      : { result: 'skipped', steps: [], summary: '' };
  }
  return results;
}

async function runJob(job: Job, workflow: Workflow, run: Run, contexts: Contexts): Promise<JobResult> {
  const folder = temporary();
  const bench: Bench = { folder, checkout: join(folder, 'checkout'), groups: [] };
  const files = Object.fromEntries(
    ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'].map((name) => [name, join(folder, name)]),
  );
  for (const file of Object.values(files)) writeFileSync(file, '');
  const steps: StepResult[] = [];
  let status: Status = 'success';
  try {
    for (const step of job.steps) {
      const env = { ...resolvedAll(workflow.env, contexts), ...resolvedAll(job.env, contexts), ...written(files) };
      const of = { ...contexts, env, runner: { temp: folder } };
      const shell = step.shell ?? job.defaults?.run?.shell ?? workflow.defaults?.run?.shell;
      const done = holds(step.if, status, of)
        ? await perform(step, { run, bench, contexts: of, shell, env: { ...env, ...files } })
        : { outcome: 'skipped' as const, output: '', reason: `if: ${step.if ?? 'a step before it failed'}` };
      if (done.outcome === 'failure') status = 'failure';

      steps.push({ name: step.name ?? step.run ?? step.uses ?? '', ...done });
    }
  } finally {
    await endGroups(bench.groups);
  }
  return { result: status, steps, summary: readFileSync(String(files.GITHUB_STEP_SUMMARY), 'utf8') };
}

interface Performing {
  readonly run: Run;
  readonly bench: Bench;
  readonly contexts: Contexts;
  readonly shell: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

async function perform(
  step: Step,
  { run, bench, contexts, shell, env }: Performing,
): Promise<Omit<StepResult, 'name'>> {
  if (step.uses !== undefined) return standIn(step.uses, resolvedAll(step.with, contexts), run, bench);
  const replace = (text: string): string =>
    Object.entries(run.replace ?? {}).reduce((before, [from, to]) => before.replaceAll(from, to), text);
  const variables = { ...baseOf(run), ...env, ...resolvedAll(step.env, contexts) };
  const ran: Ran = await runStep(replace(resolved(step.run ?? '', contexts)), {
    bench,
    shell,
    env: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, replace(value)])),
  });
  return { outcome: ran.exitCode === 0 ? 'success' : 'failure', output: ran.output };
}

const resolvedAll = (variables: Variables = {}, contexts: Contexts): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, resolved(String(value), contexts)]));

/** What steps wrote for those behind them. */
const written = ({ GITHUB_ENV: file }: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    [...readFileSync(String(file), 'utf8').matchAll(/^([^=\n]+)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

/** The variables of a runner, and nothing of this machine's but where programs are. */
const baseOf = ({ bin, event, ref, sha }: Run): Record<string, string> => ({
  PATH: `${bin}:${process.env.PATH}`,
  HOME: process.env.HOME ?? '/',
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_REPOSITORY: repository,
  GITHUB_RUN_ID: '1',
  GITHUB_EVENT_NAME: event.name,
  GITHUB_REF: ref,
  GITHUB_REF_NAME: ref.replace(/^refs\/(heads|pull)\//, ''),
  GITHUB_SHA: sha,
  PACT_DO_NOT_TRACK: 'true',
  ...(event.name === 'pull_request' && { GITHUB_HEAD_REF: 'proposal' }),
});

const repository = 'example/repository';

let runs = 0;
function githubOf({ event, ref, sha }: Run): object {
  runs += 1;
  return {
    event_name: event.name,
    event: event.payload ?? {},
    ref,
    sha,
    ref_name: ref.replace('refs/heads/', ''),
    repository,
    run_id: String(runs),
    run_attempt: '1',
    token: 'token-of-the-run',
  };
}

/** git, for what a test prepares. */
export function git(cwd: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=Example', '-c', 'user.email=example@example.com', '-c', 'init.defaultBranch=main'];
  const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}
