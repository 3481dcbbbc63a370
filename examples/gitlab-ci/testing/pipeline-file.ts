/** A `.gitlab-ci.yml` as its file has it. GitLab has no parser to take away: keys that it does not know are refused by a list. Runs nothing. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { holds } from './rule-expression.ts';

export interface Rule {
  readonly if: string;
  readonly changes?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Cache {
  readonly key: string;
  readonly paths: readonly string[];
  readonly policy?: string;
}

export interface Job {
  readonly stage?: string;
  readonly rules: readonly Rule[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly before_script?: readonly string[];
  readonly script: readonly string[];
  readonly after_script?: readonly string[];
  readonly cache?: Cache;
  readonly timeout?: string;
  readonly artifacts?: {
    readonly paths?: readonly string[];
    readonly reports?: { readonly junit?: string | readonly string[] };
  };
}

export interface PipelineFile {
  readonly stages: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const known: Readonly<Record<string, readonly string[]>> = {
  default: ['image', 'timeout', 'before_script'],
  job: [
    ...['stage', 'rules', 'variables', 'before_script', 'script', 'after_script', 'cache', 'timeout', 'artifacts'],
    ...['environment', 'resource_group'],
  ],
  rule: ['if', 'changes', 'variables'],
  artifacts: ['when', 'paths', 'reports', 'expose_as'],
  reports: ['junit'],
  cache: ['key', 'paths', 'policy', 'when', 'unprotect'],
};

/** Throws where GitLab would not take the file, as far as its keys, stages and conditions go. */
export function readPipeline(file: string): PipelineFile {
  return pipelineOf(readFileSync(file, 'utf8'), file);
}

export function pipelineOf(text: string, file = '.gitlab-ci.yml'): PipelineFile {
  const { stages = ['build', 'test', 'deploy'], variables = {}, default: defaults = {}, ...rest } = parse(text);
  const complaints = unknownKeys('default', defaults);
  const jobs: Record<string, Job> = {};
  for (const [name, job] of Object.entries<Job>(rest)) {
    jobs[name] = { ...defaults, ...job };
    complaints.push(...complaintsOf(job, stages).map((complaint) => `${name}: ${complaint}`));
  }
  if (complaints.length > 0) throw new Error(`${file}\n${complaints.join('\n')}`);
  return { stages, variables, jobs };
}

function complaintsOf(job: Job, stages: readonly string[]): string[] {
  if (!Array.isArray(job.script)) return ['it has no script'];
  const complaints = [...unknownKeys('job', job), ...unknownKeys('artifacts', job.artifacts)];
  complaints.push(...unknownKeys('reports', job.artifacts?.reports), ...unknownKeys('cache', job.cache));
  if (!stages.includes(job.stage ?? 'test')) complaints.push(`there is no stage ${job.stage}`);
  for (const rule of job.rules ?? []) {
    complaints.push(...unknownKeys('rule', rule));
    try {
      holds(rule.if, {});
    } catch (error) {
      complaints.push(String(error));
    }
  }
  const lines = [...(job.before_script ?? []), ...job.script, ...(job.after_script ?? [])];
  // YAML takes `- echo "a: b"` for an object.
  return [
    ...complaints,
    ...lines.filter((line) => typeof line !== 'string').map(() => 'a line of a script is no text'),
  ];
}

const unknownKeys = (what: string, given: object = {}): string[] =>
  Object.keys(given).flatMap((key) => (known[what]?.includes(key) ? [] : [`${what} has no ${key}`]));
