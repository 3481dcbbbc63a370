import prism, { type IHttpConfig, type IHttpRequest, type ProblemJsonError } from '@stoplight/prism-http';
import type { HttpMethod, IHttpOperation } from '@stoplight/types';
import type { HttpRequest } from '../exchange.ts';
import { prismLogger } from '../prism/prism-logger.ts';
import { prismAnswer } from '../prism/prism-output.ts';
import { prismProblem } from '../prism/prism-problem.ts';
import { essenceOf, type Side, verdictOf } from './side.ts';

/** Prism as its users run it: its own loader, its own router, and what its server does around them. Knows nothing of our engine. */
export async function loadIntoPrism(document: Record<string, unknown>): Promise<IHttpOperation[]> {
  return prism.getHttpOperationsFromSpec(structuredClone(document));
}

export async function askPrism(operations: IHttpOperation[], request: HttpRequest): Promise<Side> {
  const side = await answerOfPrism(operations, request);
  return request.method === 'HEAD' ? { ...side, body: undefined } : side;
}

async function answerOfPrism(operations: IHttpOperation[], request: HttpRequest): Promise<Side> {
  const input = inputOf(request);
  if (input === undefined) return withoutBody(400);
  const config = configOf(input);
  if (config instanceof Error) return sideOfProblem(problemOf(config), []);
  const instance = prism.createInstance(config, { logger: prismLogger(() => {}) });
  // Some deserialisers throw, which ends Prism's server; for us that is a 500.
  const result = await (async () => instance.request(input, operations, config)())().catch(() => undefined);
  if (result === undefined) return withoutBody(500);
  if (result._tag === 'Left') return sideOfProblem(problemOf(result.left), validationOf(result.left));
  const { output, validations } = result.right;
  const answer = prismAnswer(output);
  const verdict = validations.input
    .filter(({ severity }) => severity === 0)
    .map(({ code, path }) => ({ code, location: path }));
  if ('code' in answer) return { ...sideOfProblem(prismProblem(answer).body, []), verdict: judged(verdict) };
  const position = answer.headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
  const mediaType = position === -1 ? undefined : essenceOf(answer.headers[position + 1]);
  return { status: answer.status, mediaType, verdict: judged(verdict), body: answer.body, generated: false };
}

const withoutBody = (status: number): Side => ({
  status,
  mediaType: undefined,
  verdict: [],
  body: undefined,
  generated: false,
});

/** A refusal for credentials or media type says nothing of what else is wrong: the status tells it. */
function judged(
  found: readonly { readonly code?: unknown; readonly location?: readonly string[] | undefined }[],
): string[] {
  return found.some(({ code }) => code === 401 || code === 415) ? [] : verdictOf(found);
}

type PrismError = Error & Partial<ProblemJsonError>;

const problemOf = (error: PrismError): { type: string; status: number } => prism.ProblemJsonError.toProblemJson(error);

const validationOf = (error: PrismError): { code?: unknown; location?: string[]; severity?: unknown }[] => {
  const found = error.additional?.validation;
  return Array.isArray(found) ? found.filter(({ severity }) => severity === 'Error') : [];
};

function sideOfProblem(
  problem: { type: string; status: number },
  validation: readonly { code?: unknown; location?: string[] }[],
): Side {
  return {
    status: problem.status,
    mediaType: 'application/problem+json',
    verdict: verdictOf(validation),
    body: Buffer.from(JSON.stringify(problem)),
    generated: false,
  };
}

/** Undefined where Prism's server fails to parse the body. */
function inputOf({ method, target, headers, body }: HttpRequest): IHttpRequest | undefined {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  const query = Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, severalOf(searchParams.getAll(name))]),
  );
  const text = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  const input = { method: method.toLowerCase() as HttpMethod, url: { path: pathname, query }, headers: text };
  if (body.length === 0) return { ...input, body: null };
  const content = Buffer.from(body).toString();
  if (!/^application\/([^;]*\+)?json\s*(;|$)/i.test(text['content-type'] ?? '')) return { ...input, body: content };
  try {
    return { ...input, body: JSON.parse(content) };
  } catch {
    return undefined;
  }
}

const severalOf = (values: string[]): string | string[] => (values.length === 1 ? (values[0] ?? '') : values);

function configOf({ headers, url }: IHttpRequest): IHttpConfig | Error {
  const words = headers?.prefer === undefined ? wordsOfQuery(url.query ?? {}) : wordsOfHeader(headers.prefer);
  const { code, dynamic = 'false', example, seed } = words;
  if (code !== undefined && !/^\d{3}$/.test(code)) return unreadable('code', code, 'a number');
  if (!/^(true|false)$/.test(dynamic)) return unreadable('dynamic', dynamic, 'a boolean');
  const mock = {
    dynamic: dynamic === 'true',
    ...(code && { code: Number(code) }),
    ...(example && { exampleKey: example }),
    // Without a seed Prism answers differently each time, and so would the suite.
    seed: seed ?? 'differential',
  };
  return {
    isProxy: false,
    checkSecurity: true,
    validateRequest: true,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
    mock,
  };
}

const unreadable = (name: string, received: string, wanted: string): Error =>
  prism.ProblemJsonError.fromTemplate(
    prism.UNPROCESSABLE_ENTITY,
    `optional property "${name}"\n└─ cannot decode ${JSON.stringify(received)}, should be ${wanted}`,
  );

type Words = Partial<Record<string, string>>;

const wordsOfHeader = (prefer: string): Words =>
  Object.fromEntries(prefer.split(/[,;]\s*/).map((word) => word.split('=')));

const wordsOfQuery = (query: Record<string, string | string[]>): Words =>
  Object.fromEntries(
    ['code', 'dynamic', 'example', 'seed'].flatMap((name) =>
      query[`__${name}`] === undefined ? [] : [[name, String(query[`__${name}`])]],
    ),
  );
