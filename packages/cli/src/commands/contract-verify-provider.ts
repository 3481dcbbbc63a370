import { durationFlag } from '../contract/duration-flag.ts';
import { headerFlags, urlFlag } from '../contract/url-flag.ts';
import { writeReport } from '../contract/write-report.ts';
import { CliError } from '../errors.ts';
import type { Invocation, Outcome } from '../outcome.ts';

export interface VerifyProviderArguments {
  readonly document: string;
  readonly providerUrl: string;
  readonly methods?: string | undefined;
  readonly unsafe?: boolean | undefined;
  readonly seed?: string | undefined;
  readonly maxRequests?: number | undefined;
  readonly perOperation?: number | undefined;
  readonly timeout?: string | undefined;
  readonly bearer?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly header?: readonly string[] | undefined;
  readonly failOn: 'failed' | 'not-exercised';
  readonly format: 'text' | 'json';
  readonly junit?: string | undefined;
}

const ALL = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** `stunt contract verify-provider`: a running provider against its own document. Sends only what changes nothing, unless asked. */
export async function contractVerifyProvider(given: VerifyProviderArguments, { cwd }: Invocation): Promise<Outcome> {
  const { checkProvider, openDocument } = await import('@stuntdouble/pact');
  urlFlag('provider-url', given.providerUrl);
  const document = await openDocument(given.document, cwd);
  const report = await checkProvider(document, {
    url: given.providerUrl,
    methods: given.unsafe ? ALL : given.methods === undefined ? undefined : methodsOf(given.methods),
    seed: given.seed,
    maxRequests: atLeastOne('--max-requests', given.maxRequests),
    perOperation: atLeastOne('--per-operation', given.perOperation),
    timeoutMs: given.timeout === undefined ? undefined : durationFlag('timeout', given.timeout),
    bearer: given.bearer,
    apiKey: given.apiKey,
    headers: headerFlags(given.header ?? []),
  });
  const { passed, failed, notExercised } = report.counts;
  // Nothing was seen to be right or wrong: the question has no answer.
  const unanswered = passed + failed === 0;
  const isRefused = failed > 0 || (given.failOn === 'not-exercised' && notExercised > 0);
  const exitCode = unanswered ? 2 : isRefused ? 1 : 0;
  const print = await import('../print/provider-lines.ts');
  if (given.junit !== undefined) {
    const { junitReport } = await import('../print/contract-junit.ts');
    await writeReport(given.junit, junitReport('contract verify-provider', print.providerCases(report)), cwd);
  }
  if (given.format === 'text') return { exitCode, text: print.providerLines(report, document) };
  const { name, title, version } = document;
  return { exitCode, text: '', json: { document: { name, source: given.document, title, version }, ...report } };
}

function methodsOf(text: string): string[] {
  const methods = text.split(',').map((method) => method.trim().toUpperCase());
  const unknown = methods.find((method) => !ALL.includes(method));
  if (unknown !== undefined)
    throw new CliError('USAGE', `--methods has ${JSON.stringify(unknown)}`, `Allowed: ${ALL.join(',')}`);
  return methods;
}

function atLeastOne(flag: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return value;
  throw new CliError('USAGE', `${flag} is ${value}`, 'Give a whole number from 1 on.');
}
