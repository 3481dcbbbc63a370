import { type ApiDocument, createSchemas, loadSampler, type Operation, StuntError } from '@stuntdouble/engine';
import { PactError } from '../errors.ts';
import { judgeAnswer } from './judge-answer.ts';
import { createKnownIds, type KnownIds } from './known-ids.ts';
import { type Plan, planCases } from './plan-cases.ts';
import { type ProviderCredentials, withCredentials, withoutCredentials } from './provider-credentials.ts';
import type { CheckedOperation, ProviderReport, SentCase } from './provider-report.ts';
import type { PlannedCase } from './request-draft.ts';
import { createSender, type Sender, type Sent } from './send-request.ts';
import { writeRequest } from './write-request.ts';

export interface ProviderCheckOptions extends ProviderCredentials {
  /** Where the provider runs, with its base path; without one, that of the document. */
  readonly url: string;
  /** Methods that are sent. @default GET, HEAD, OPTIONS: what changes nothing */
  readonly methods?: readonly string[] | undefined;
  /** The same seed sends the same requests to the same provider. @default '' */
  readonly seed?: string | undefined;
  /** Of the whole check. @default 500 */
  readonly maxRequests?: number | undefined;
  /** Of one operation. @default 12 */
  readonly perOperation?: number | undefined;
  /** Milliseconds for one answer, its body included. @default 10 s */
  readonly timeoutMs?: number | undefined;
}

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Holds a running provider against its own document: sends what the document allows and what it forbids, and judges each answer.
 * Bounded, one request at a time, and the same for the same seed. @throws PactError PROVIDER_UNREACHABLE where the first request finds nobody.
 */
export async function checkProvider(document: ApiDocument, options: ProviderCheckOptions): Promise<ProviderReport> {
  const base = baseOf(document, options.url);
  const sender = createSender(options.timeoutMs ?? 10_000);
  const run: Run = {
    ...{ document, options, base, sender },
    known: createKnownIds(),
    left: options.maxRequests ?? 500,
    sent: 0,
  };
  try {
    const check = await operationCheck(run);
    const checked = new Map<Operation, CheckedOperation>();
    for (const operation of inOrder(document.operations)) checked.set(operation, await check(operation));
    const operations = document.operations.flatMap((operation) => checked.get(operation) ?? []);
    const count = (result: CheckedOperation['result']) => operations.filter((each) => each.result === result).length;
    const counts = { passed: count('passed'), failed: count('failed'), notExercised: count('not exercised') };
    return { url: base, seed: options.seed ?? '', requests: run.sent, counts, operations };
  } finally {
    await sender.close();
  }
}

interface Run {
  readonly document: ApiDocument;
  readonly options: ProviderCheckOptions;
  readonly base: string;
  readonly sender: Sender;
  readonly known: KnownIds;
  left: number;
  sent: number;
}

function baseOf({ basePaths }: ApiDocument, given: string): string {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new PactError('PROVIDER_URL', `${JSON.stringify(given)} is no URL of a provider`);
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' && !given.endsWith('/') ? (basePaths.find((base) => base !== '') ?? '') : path}`;
}

/** Lists before their items, what makes before what changes, what removes last. */
function inOrder(operations: readonly Operation[]): Operation[] {
  const rank = ({ method }: Operation) => (method === 'DELETE' ? 2 : 0);
  const depth = ({ template }: Operation) => template.split('{').length;
  const writes = ({ method }: Operation) =>
    ['POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].indexOf(method);
  return operations.toSorted((a, b) => rank(a) - rank(b) || depth(a) - depth(b) || writes(a) - writes(b));
}

async function operationCheck(run: Run): Promise<(operation: Operation) => Promise<CheckedOperation>> {
  const { document, options, known } = run;
  const sample = await loadSampler();
  const requests = createSchemas(document.root, document.dialect, 'request');
  const responses = createSchemas(document.root, document.dialect, 'response');
  const methods = options.methods ?? SAFE;
  return async (operation) => {
    const name = { operation: `${operation.method} ${operation.template}`, pointer: operation.pointer };
    const skip = (reason: string): CheckedOperation => ({ ...name, result: 'not exercised', reason, cases: [] });
    if (!methods.includes(operation.method)) return skip(`${operation.method} is not sent unless it is asked for`);
    if (run.left <= 0) return skip('the requests that are allowed were used up');
    const settings = {
      schemas: requests,
      sample,
      seed: options.seed ?? '',
      known: known.valuesFor(operation),
      referring: known.referring,
    };
    const plan = readablePlan(() => planCases(operation, requests, settings));
    if ('cannot' in plan) return skip(plan.cannot);
    const cases: SentCase[] = [];
    for (const planned of plan.cases.slice(0, options.perOperation ?? 12)) {
      if (run.left <= 0) break;
      const { sentCase, sent } = await exchange(run, responses, operation, planned);
      cases.push(sentCase);
      // A provider that hangs would do so each time.
      if (sent.kind === 'nothing') break;
    }
    return { ...name, ...verdict(cases), cases };
  };
}

/** An operation that the document describes in a way that nobody can read is told, and the others are checked. */
function readablePlan(make: () => Plan): Plan {
  try {
    return make();
  } catch (error) {
    if (error instanceof StuntError) return { cannot: `${error.code}: ${error.message}` };
    throw error;
  }
}

async function exchange(
  run: Run,
  responses: ReturnType<typeof createSchemas>,
  operation: Operation,
  planned: PlannedCase,
): Promise<{ readonly sentCase: SentCase; readonly sent: Sent }> {
  const plain = writeRequest(operation, planned.draft);
  const written = (planned.withoutCredentials ? withoutCredentials : withCredentials)(operation, plain, run.options);
  run.left--;
  run.sent++;
  const sent = await run.sender.send(run.base, written);
  const about = { what: planned.what, expects: planned.expects, method: operation.method, target: plain.target };
  if (sent.kind === 'nothing') {
    if (sent.unreachable && run.sent === 1)
      throw new PactError('PROVIDER_UNREACHABLE', `${run.base} cannot be reached: ${sent.reason}`);
    const problem = { severity: 'error', code: 'no-answer', message: sent.reason } as const;
    return { sent, sentCase: { ...about, status: undefined, problems: [problem] } };
  }
  const judged = judgeAnswer(run.document, responses, operation, planned, sent);
  if (sent.status < 300 && planned.expects === 'accepted') learn(run.known, plain.target, sent);
  return { sent, sentCase: { ...about, status: sent.status, ...judged } };
}

function learn(known: KnownIds, target: string, { body }: Extract<Sent, { kind: 'answer' }>): void {
  try {
    known.learn(target, JSON.parse(Buffer.from(body).toString('utf8')));
  } catch {
    // Not JSON: no ids to learn.
  }
}

function verdict(cases: readonly SentCase[]): Pick<CheckedOperation, 'result' | 'reason'> {
  const isFailed = cases.some(({ problems }) => problems.some(({ severity }) => severity === 'error'));
  if (isFailed) return { result: 'failed' };
  const accepted = cases.filter(({ expects }) => expects === 'accepted');
  if (accepted.some(({ unproven }) => unproven === undefined)) return { result: 'passed' };
  return { result: 'not exercised', reason: accepted[0]?.unproven ?? 'no request was sent' };
}
