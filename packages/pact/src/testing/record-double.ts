import {
  type ApiDocument,
  createSchemas,
  loadSampler,
  type Operation,
  responseOfStatus,
  startServer,
} from '@stuntdouble/engine';
import { comparePacts } from '../compare/compare-pacts.ts';
import type { Json, JsonObject, Pact } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import { planCases } from '../provider-check/plan-cases.ts';
import { type ProviderCredentials, withCredentials } from '../provider-check/provider-credentials.ts';
import { type WrittenRequest, writeRequest } from '../provider-check/write-request.ts';

/**
 * Pacts of what the double itself takes and answers, one request to each of some operations of a real document: word for word, but for fields
 * and statuses that the document does not describe, which are no part of a contract.
 */
export async function recordDouble(document: ApiDocument, operations: readonly Operation[]): Promise<Pact> {
  const exchanges = await exchangesWith(document, operations);
  const isDescribed = ({ operation, answer }: DoubleExchange) =>
    responseOfStatus(operation.model().responses, answer.status) !== undefined;
  const found = exchanges.filter(isDescribed).map(interactionOf);
  const whole = pactOf(pactWith(found), 'recorded.json');
  const { interactions } = await comparePacts(document, [{ file: 'recorded.json', pact: whole }]);
  for (const [index, { findings }] of interactions.entries())
    for (const { code, pact } of findings)
      if (code === 'response.body.undeclared') leaveOut(found[index], pact.pointer);
  return pactOf(pactWith(found), 'recorded.json');
}

export interface DoubleExchange {
  readonly operation: Operation;
  readonly request: WrittenRequest;
  readonly answer: { readonly status: number; readonly headers: Headers; readonly body: string };
}

/** What the double answers to the first request that each operation takes. */
export async function exchangesWith(
  document: ApiDocument,
  operations: readonly Operation[],
): Promise<DoubleExchange[]> {
  const double = await startServer({ documents: [document], port: 0 });
  const schemas = createSchemas(document.root, document.dialect, 'request');
  const sample = await loadSampler();
  const exchanges: DoubleExchange[] = [];
  try {
    for (const operation of operations) {
      const plan = planCases(operation, schemas, { schemas, sample, seed: 'record', known: {} });
      const [first] = 'cases' in plan ? plan.cases : [];
      if (first === undefined) continue;
      const request = withCredentials(operation, writeRequest(operation, first.draft), credentialsFor(operation));
      const answer = await fetch(`${double.url}${request.target}`, {
        method: request.method,
        headers: request.headers,
        ...(request.body.length > 0 && { body: Buffer.from(request.body) }),
        redirect: 'manual',
      });
      const { status, headers } = answer;
      exchanges.push({ operation, request, answer: { status, headers, body: await answer.text() } });
    }
  } finally {
    await double.close();
  }
  return exchanges;
}

function credentialsFor(operation: Operation): ProviderCredentials {
  const schemes = (operation.model().security ?? []).flat();
  const isBasic = schemes.some((scheme) => scheme.type === 'http' && scheme.scheme === 'basic');
  return { bearer: 'token', apiKey: 'key', headers: isBasic ? { authorization: 'Basic YTpi' } : {} };
}

const pactWith = (interactions: readonly JsonObject[]): JsonObject => ({
  consumer: { name: 'partner' },
  provider: { name: 'platform' },
  interactions,
  metadata: { pactSpecification: { version: '4.0' } },
});

function interactionOf({ operation, request, answer }: DoubleExchange): JsonObject {
  const [path = '', query = ''] = request.target.split('?');
  const values: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) values[name] = [...(values[name] ?? []), value];
  const described = responseOfStatus(operation.model().responses, answer.status)?.response;
  const declared = ['content-type', ...(described?.headers ?? []).map(({ name }) => name.toLowerCase())];
  const fields = [...answer.headers].filter(
    ([name]) => declared.includes(name) && (described?.contents?.length || name !== 'content-type'),
  );
  const isDescribed = (described?.contents ?? []).length > 0;
  return {
    type: 'Synchronous/HTTP',
    description: `${operation.id} answers ${answer.status}`,
    request: {
      method: request.method,
      path,
      query: values,
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, [value]])),
      ...bodyOf(Buffer.from(request.body).toString('utf8'), request.headers['content-type']),
    },
    response: {
      status: answer.status,
      headers: Object.fromEntries(fields.map(([name, value]) => [name, [value]])),
      ...(isDescribed && bodyOf(answer.body, answer.headers.get('content-type') ?? undefined)),
      matchingRules: { body: { $: { combine: 'AND', matchers: [{ match: 'type' }] } } },
    },
  };
}

function bodyOf(text: string, contentType: string | undefined): { body?: JsonObject } {
  if (text === '') return {};
  const isJson = /[/+]json\b/.test(contentType ?? '');
  const content: Json = isJson ? JSON.parse(text) : text;
  return { body: { content, contentType: contentType ?? 'text/plain', encoded: false } };
}

function leaveOut(interaction: JsonObject | undefined, pointer: string): void {
  const tokens = pointer
    .split('/')
    .slice(3)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  let holder: unknown = interaction;
  for (const token of tokens.slice(0, -1))
    holder = typeof holder === 'object' && holder !== null ? Reflect.get(holder, token) : undefined;
  if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, tokens.at(-1) ?? '');
}
