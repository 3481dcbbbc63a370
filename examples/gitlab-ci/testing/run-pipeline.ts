/**
 * Runs a pipeline's jobs as GitLab's runner would, here: each in a fresh clone whose HEAD is on no branch, `before_script` and `script` in one
 * bash with pipefail, `after_script` in another, `rules` and stages honoured, the cache kept where it says. Images, environments and resource
 * groups are left out.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endGroups, runStep } from '../../github-actions/testing/run-step.ts';
import { type Bench, git } from '../../github-actions/testing/run-workflow.ts';
import type { Job, PipelineFile } from './pipeline-file.ts';
import { holds, type Variables } from './rule-expression.ts';

export interface Run {
  /** The repository that is cloned. */
  readonly repository: string;
  readonly sha: string;
  readonly source: 'push' | 'merge_request_event' | 'schedule' | 'trigger';
  /** Undefined in pipelines of merge requests. */
  readonly branch?: string;
  /** Of the project, and of what started the pipeline. */
  readonly variables: Variables;
  /** In front of PATH. */
  readonly bin: string;
  /** Where caches are kept from run to run. */
  readonly cache?: string;
  /** Ports and the like that have to be others here. */
  readonly replace?: Readonly<Record<string, string>>;
}

export interface JobResult {
  readonly result: 'success' | 'failure' | 'not added' | 'skipped';
  readonly output: string;
  readonly checkout: string;
  /** Files that it promises, and did not leave. */
  readonly missing: readonly string[];
}

const folders: string[] = [];
/** To remove when all is over. */
export const usedFolders = (): readonly string[] => folders.splice(0);

export async function runPipeline(file: PipelineFile, run: Run): Promise<Readonly<Record<string, JobResult>>> {
  const results: Record<string, JobResult> = {};
  const without = (result: JobResult['result']): JobResult => ({ result, output: '', checkout: '', missing: [] });
  let failed = false;
  for (const stage of file.stages) {
    const jobs = Object.entries(file.jobs).filter(([, job]) => (job.stage ?? 'test') === stage);
    for (const [name, job] of jobs) {
      const given = { ...predefined(run), ...file.variables, ...job.variables, ...run.variables };
      const rule = job.rules.find(({ if: condition, changes }) => holds(condition, given) && isChanged(changes, run));
      if (rule === undefined) results[name] = without('not added');
      else if (failed) results[name] = without('skipped');
      else results[name] = await runJob(job, run, { ...given, ...rule.variables });
    }
    failed ||= jobs.some(([name]) => results[name]?.result === 'failure');
  }
  return results;
}

/** Of merge requests: what its branch changed. */
function isChanged(paths: readonly string[] | undefined, { repository, sha, variables }: Run): boolean {
  if (paths === undefined) return true;
  const changed = git(repository, 'diff', '--name-only', `${variables.CI_MERGE_REQUEST_DIFF_BASE_SHA}`, sha).split(
    '\n',
  );
  return paths.some((path) => changed.includes(path));
}

async function runJob(job: Job, run: Run, variables: Variables): Promise<JobResult> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pipeline-')));
  folders.push(folder);
  const bench: Bench = { folder, checkout: join(folder, 'checkout'), groups: [] };
  const { checkout } = bench;
  git(folder, 'clone', '--quiet', '--no-checkout', run.repository, checkout);
  git(checkout, 'checkout', '--quiet', '--detach', run.sha);
  const policy = job.cache?.policy === '$CACHE_POLICY' ? variables.CACHE_POLICY : 'pull-push';
  const kept = join(run.cache ?? folder, job.cache?.key ?? 'none');
  if (job.cache && existsSync(kept)) cpSync(kept, checkout, { recursive: true });
  const surroundings = { bench, shell: 'bash', env: replacedIn({ ...baseOf(run), ...variables }, run) };
  try {
    const ran = await runStep(asRunner([...(job.before_script ?? []), ...job.script], bench, run), surroundings);
    const after = job.after_script && (await runStep(asRunner(job.after_script, bench, run), surroundings));
    for (const path of job.cache && policy === 'pull-push' ? job.cache.paths : [])
      if (existsSync(join(checkout, path))) cpSync(join(checkout, path), join(kept, path), { recursive: true });
    const { paths = [], reports: { junit = [] } = {} } = job.artifacts ?? {};
    return {
      result: ran.exitCode === 0 ? 'success' : 'failure',
      output: `${ran.output}${after?.output ?? ''}`,
      checkout,
      missing: [...paths, ...[junit].flat()].filter((path) => !existsSync(join(checkout, path))),
    };
  } finally {
    await endGroups(bench.groups);
  }
}

/** The runner hands all lines to one `eval`, with nothing on standard input. */
function asRunner(lines: readonly string[], { folder, groups }: Bench, run: Run): string {
  const file = join(folder, `lines-${groups.length}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, replaced(lines.join('\n'), run));
  return `set +o noclobber\n: | eval "$(cat '${file}')"\n`;
}

const replaced = (text: string, { replace = {} }: Run): string =>
  Object.entries(replace).reduce((before, [from, to]) => before.replaceAll(from, to), text);

const replacedIn = (variables: Variables, run: Run): Variables =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, replaced(value, run)]));

/** What a job's shell has of this machine: where programs are. */
const baseOf = ({ bin }: Run): Variables => ({
  PATH: `${bin}:${process.env.PATH}`,
  HOME: process.env.HOME ?? '/',
  PACT_DO_NOT_TRACK: 'true',
});

const predefined = ({ source, sha, branch, variables }: Run): Variables => ({
  CI: 'true',
  GITLAB_CI: 'true',
  CI_PIPELINE_SOURCE: source,
  CI_COMMIT_SHA: sha,
  CI_DEFAULT_BRANCH: 'main',
  CI_JOB_URL: 'https://gitlab.example/example/repository/-/jobs/1',
  CI_COMMIT_REF_NAME: branch ?? variables.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME ?? 'main',
  ...(branch !== undefined && { CI_COMMIT_BRANCH: branch }),
});
