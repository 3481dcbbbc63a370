import { PactError } from '../errors.ts';
import { isObject } from './json.ts';
import { readMatchingRules } from './matching-rules.ts';
import type { HttpInteraction, Json, JsonObject, MessageInteraction, PactBody, ProviderState } from './pact.ts';
import { readBody } from './read-body.ts';

/** One interaction of a file, of any version of the specification. Judges nothing but what is needed to read it. */

interface At {
  readonly source: string;
  readonly pointer: string;
}

export function readHttpInteraction(raw: JsonObject, at: At): HttpInteraction {
  const { request, response } = raw;
  if (!isObject(request) || !isObject(response)) {
    const missing = isObject(request) ? 'response' : 'request';
    throw new PactError('PACT_INVALID', `${at.source} ${at.pointer} has no ${missing}`);
  }
  const status = response.status ?? 200;
  if (typeof status !== 'number' || !Number.isInteger(status))
    throw new PactError(
      'PACT_INVALID',
      `${at.source} ${at.pointer}/response/status is ${JSON.stringify(status)}, an integer is expected`,
    );
  const isV4 = raw.type !== undefined;
  const method = request.method ?? 'GET';
  const path = request.path ?? '/';
  if (typeof method !== 'string' || typeof path !== 'string')
    throw new PactError('PACT_INVALID', `${at.source} ${at.pointer}/request has a method or path that is no text`);
  return {
    ...baseOf(raw, at),
    kind: 'http',
    request: {
      method: method.toUpperCase(),
      path,
      query: readQuery(request.query),
      ...partsOf(request, isV4),
    },
    response: { status, ...partsOf(response, isV4) },
  };
}

/** A synchronous message of V4 has several responses: each is an interaction of its own here. */
export function readMessages(raw: JsonObject, at: At): MessageInteraction[] {
  const responses = Array.isArray(raw.response) ? raw.response.filter(isObject) : [];
  const parts = responses.length > 0 ? responses : [raw];
  return parts.map((part) => {
    const metadata = part.metadata ?? part.metaData;
    const fields = isObject(metadata) ? metadata : {};
    return {
      ...baseOf(raw, at),
      kind: 'message',
      synchronous: isObject(raw.request),
      contents: readBody(part.contents, contentTypeOf(fields), raw.type !== undefined),
      metadata: fields,
      rules: readMatchingRules(part.matchingRules),
    };
  });
}

function baseOf(raw: JsonObject, { source, pointer }: At) {
  const { description } = raw;
  if (typeof description !== 'string') throw new PactError('PACT_INVALID', `${source} ${pointer} has no description`);
  return { description, states: readStates(raw), pointer, pending: raw.pending === true };
}

function readStates(raw: JsonObject): ProviderState[] {
  const single = raw.providerState ?? raw.provider_state;
  if (typeof single === 'string') return [{ name: single, params: {} }];
  const list = Array.isArray(raw.providerStates) ? raw.providerStates : [];
  return list.flatMap((state: Json) => {
    if (!isObject(state) || typeof state.name !== 'string') return [];
    return [{ name: state.name, params: isObject(state.params) ? state.params : {} }];
  });
}

function partsOf(part: JsonObject, isV4: boolean) {
  const headers = readHeaders(part.headers);
  return { headers, body: bodyOf(part, headers, isV4), rules: readMatchingRules(part.matchingRules) };
}

function bodyOf(
  part: JsonObject,
  headers: HttpInteraction['response']['headers'],
  isV4: boolean,
): PactBody | undefined {
  const [, values] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return readBody(part.body, values?.[0], isV4);
}

/** V1 and V2 write a query as it is typed, V3 and V4 as values by name. */
function readQuery(given: Json | undefined): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  if (typeof given === 'string')
    for (const [name, value] of new URLSearchParams(given)) query[name] = [...(query[name] ?? []), value];
  if (isObject(given)) for (const [name, value] of Object.entries(given)) query[name] = texts(value);
  return query;
}

function readHeaders(given: Json | undefined): Record<string, string[]> {
  return Object.fromEntries(Object.entries(isObject(given) ? given : {}).map(([name, value]) => [name, texts(value)]));
}

function texts(value: Json): string[] {
  return (Array.isArray(value) ? value : [value]).map((item: Json) =>
    typeof item === 'string' ? item : JSON.stringify(item),
  );
}

function contentTypeOf(metadata: JsonObject): string | undefined {
  const given = metadata.contentType ?? metadata['content-type'] ?? metadata['Content-Type'];
  return typeof given === 'string' ? given : undefined;
}
