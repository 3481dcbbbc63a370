import { type DrillSetup, fingerprintOf, type Plan, withDeadline, withoutSecrets } from '@stuntdouble/drill';
import { type ApiDocument, loadDocument, parseDuration, systemClock } from '@stuntdouble/engine';
import { CliError } from '../errors.ts';
import type { DrillArguments } from '../options/drill-flags.ts';
import type { Invocation } from '../outcome.ts';
import { attachedApp, portFailure } from './attached-app.ts';
import { openIntercepting } from './open-intercepting.ts';
import { readPlan } from './read-plan.ts';
import { readReport } from './read-report.ts';
import type { TypedDrill } from './typed-command.ts';
import { checkFolders } from './write-reports.ts';

/** Reads everything that a drill needs, and starts the double that it runs against. Runs nothing. */
export async function prepareDrill(
  args: DrillArguments,
  invocation: Invocation,
  { command, replayOf }: TypedDrill,
  signal: AbortSignal,
): Promise<Omit<DrillSetup, 'onProgress'>> {
  const { cwd, variables } = invocation;
  const { document, plan } = await readInputs(args, cwd);
  const [earlier, changedSince] = await Promise.all([
    readReport(args.baseline, cwd),
    readReport(args['changed-since'], cwd),
  ]);
  const except = [args.junit, args.html, args.markdown, args.json, args.baseline, args['changed-since']];
  const files = except.flatMap((file) => file ?? []);
  const urlVariables = (args.env ?? []).map(variableName);
  await checkFolders(args, cwd);
  const fingerprint = await fingerprintOf({ document, plan, command, cwd, except: files });
  const budgetMs = durationOf('budget', args.budget);
  const jobs = jobsOf(args.jobs);
  const app = attachedApp(args);
  const env = { ...variables, ...(app && { DRILL_APP: app.url }) };
  const stage = await openIntercepting(args.intercept, {
    ...{ document, command, cwd, env, urlVariables, auth: plan.auth, modes: plan.modes, port: app?.port },
    keyPlaces: plan.thresholds.duplicateKeys,
    ...{ seed: args.seed ?? 'drill', clock: systemClock, onLog: () => {} },
  }).catch(async (error: unknown) => {
    throw await portFailure(error, app?.port, invocation);
  });
  if (app) invocation.log(`note: ${app.url} has to ask its API at ${stage.url}`);
  const shown = (text: string): string => withoutSecrets(text, variables);
  return {
    ...{ document, stage, command: command.map(shown), plan, jobs, clock: systemClock, signal, budgetMs },
    way: wayOf(args, urlVariables, stage.url),
    ...{ only: args.only ?? [], earlier, changedSince, fingerprint, replayOf: (id) => shown(replayOf(id)) },
  };
}

function wayOf({ attach, intercept }: DrillArguments, names: readonly string[], api = ''): DrillSetup['way'] {
  if (attach !== undefined) return { kind: 'attach', app: attach, api };
  if (intercept === undefined) return { kind: 'variables', names };
  const { hostname, port } = new URL(intercept);
  return { kind: 'intercept', host: `${hostname}:${port === '' ? 443 : port}` };
}

export interface DrillInputs {
  readonly document: ApiDocument;
  readonly plan: Plan;
}

export async function readInputs(args: DrillArguments, cwd: string): Promise<DrillInputs> {
  const document = await loadDocument(args.document, { cwd });
  const plan = await readPlan(args.plan, cwd, document);
  const own = withDeadline(plan, durationOf('deadline', args.deadline));
  return { document, plan: { ...own, auth: args.auth ?? own.auth } };
}

function durationOf(flag: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const ms = parseDuration(given);
  if (ms === undefined || ms === 0)
    throw new CliError('USAGE', `--${flag} is ${given}; allowed: a duration such as 500ms, 30s or 10m`);
  return ms;
}

function variableName(given: string): string {
  if (/^[A-Za-z_]\w*$/.test(given)) return given;
  throw new CliError('USAGE', `--env is ${given}; allowed: the name of a variable, PAYMENTS_URL`);
}

function jobsOf(given: number | string = 1): number {
  if (typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= MOST_JOBS) return given;
  throw new CliError('USAGE', `--jobs is ${given}; allowed: a number from 1 to ${MOST_JOBS}`);
}

const MOST_JOBS = 64;
