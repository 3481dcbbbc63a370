import type { IMediaTypeContent } from '@stoplight/types';
import type { Answer } from '../exchange.ts';
import { fieldValue } from '../header/field-value.ts';
import type { Operation } from '../operation.ts';
import { headersOf, type Problem, problemOf, type Refusal } from '../problem.ts';
import { isValid } from '../schema/check.ts';
import { isObject, type JsonSchema } from '../schema/json-schema.ts';
import type { Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';
import { type BodyValue, type BodyWish, bodyValue, schemaOf } from './body-source.ts';
import { type ChosenResponse, responseOfFirst } from './choose-response.ts';
import { withWords, wordsOfProblem } from './error-words.ts';
import { answerSeed } from './example-value.ts';
import { fittingExample } from './fitting-example.ts';
import { responseHeaders } from './response-headers.ts';
import { isJson, serialise } from './serialise.ts';

export interface RefusalSettings extends Pick<BodyWish, 'fillProperties' | 'repair'> {
  /** The engine's. */
  readonly seed: string;
}

/**
 * Refuses in the words of the document: where an operation describes its own 4xx, the client meets that shape, as it will in
 * production, with as much of our explanation in it as its schema allows. Undefined where the document describes none.
 */
export function ownRefusal(
  operation: Operation,
  schemas: Schemas,
  refusal: Refusal,
  settings: RefusalSettings,
  sample: Sampler,
): Answer | undefined {
  const { seed, ...base } = settings;
  const wish = { ...base, example: undefined, dynamic: false, ignoreExamples: false };
  // Prism has its own words where an answer is not acceptable.
  const statuses = !wish.repair && refusal.code === 'NOT_ACCEPTABLE' ? [] : statusesOf(refusal);
  const chosen = responseOfFirst(operation.model().responses, statuses);
  if (!chosen) return undefined;
  const described = contentOf(chosen);
  const own = {
    ...wish,
    seed: answerSeed(seed, operation.id, chosen.response.code, described?.mediaType ?? ''),
  };
  if (!described) return withoutContent(chosen, refusal, schemas, own, sample);
  const content = wish.repair ? fittingExample(described, refusal) : described;
  const problem = problemOf(refusal, chosen.status);
  const found = refusalBody(content, schemas, own, problem, sample);
  if (found.kind !== 'value') return undefined;
  const schema = wish.repair ? schemaOf(content, schemas) : undefined;
  const body = serialise(found.value, content.mediaType, schemas, schema);
  if (body === undefined) return undefined;
  const headers = ['Content-Type', fieldValue(content.mediaType), 'Content-Length', String(body.length)];
  return {
    status: chosen.status,
    headers: [
      ...headers,
      ...fieldsOf(chosen, refusal, schemas, own, sample),
      ...['Stunt-Source', found.source, 'Stunt-Violations', violationsOf(problem)],
    ],
    body,
    source: found.source,
  };
}

/** The document names the status only: the body is our problem document, or nothing at all where Prism is asked for. */
function withoutContent(
  chosen: ChosenResponse,
  refusal: Refusal,
  schemas: Schemas,
  wish: BodyWish,
  sample: Sampler,
): Answer {
  const problem = problemOf(refusal, chosen.status);
  const body = wish.repair ? Buffer.from(JSON.stringify(problem)) : new Uint8Array();
  const type = wish.repair ? ['Content-Type', 'application/problem+json'] : [];
  const source = wish.repair ? 'problem' : 'example';
  const fields = fieldsOf(chosen, refusal, schemas, wish, sample);
  const headers = [...type, 'Content-Length', String(body.length), ...fields, 'Stunt-Source', source];
  return { status: chosen.status, headers, body, source };
}

/** The header fields that the response describes, those of the refusal winning. */
function fieldsOf(
  { response }: ChosenResponse,
  refusal: Refusal,
  schemas: Schemas,
  wish: BodyWish,
  sample: Sampler,
): string[] {
  const described = responseHeaders(response, schemas, wish.seed, sample);
  const own = wish.repair ? headersOf(refusal).map(fieldValue) : [];
  const kept = described.filter((_, index) => !names(own).has((described[index - (index % 2)] ?? '').toLowerCase()));
  return [...own, ...kept];
}

/** The statuses that can say it, best first. */
function statusesOf(refusal: Refusal): number[] {
  switch (refusal.code) {
    case 'UNAUTHORIZED':
    case 'CREDENTIALS_REJECTED':
      return [401];
    case 'SCOPE_MISSING':
      return [403];
    case 'MEDIA_TYPE_UNSUPPORTED':
      return [415, 422, 400];
    case 'REQUEST_INVALID':
      return [422, 400];
    case 'NOT_ACCEPTABLE':
      return [406];
    case 'ITEM_NOT_FOUND':
      return [404, 410];
    case 'PRECONDITION_FAILED':
      return [412, 409];
    case 'STATE_CONFLICT':
    case 'UPLOAD_MISMATCH':
    case 'IDEMPOTENCY_CONFLICT':
      return [409, 422];
    case 'PATCH_INAPPLICABLE':
      return [422, 409, 400];
    case 'RATE_LIMITED':
      return [429];
    default:
      return [];
  }
}

function contentOf(chosen: ChosenResponse): IMediaTypeContent | undefined {
  const contents = chosen.response.contents ?? [];
  return (
    contents.find(({ examples }) => (examples ?? []).length > 0) ?? contents.find(({ schema }) => schema !== undefined)
  );
}

/** Our problem document where the document asks for one and gives no example; else its own body, in our words as far as its schema takes them. */
function refusalBody(
  content: IMediaTypeContent,
  schemas: Schemas,
  wish: BodyWish,
  problem: Problem,
  sample: Sampler,
): BodyValue {
  if (!wish.repair || !isJson(content.mediaType)) return bodyValue(content, schemas, wish, sample);
  const schema = schemaOf(content, schemas) ?? true;
  const whole: Problem = JSON.parse(JSON.stringify(problem));
  const isProblem = /problem\+json/i.test(content.mediaType);
  const hasExample = (content.examples ?? []).length > 0;
  if (isProblem && !hasExample && isValid(schemas, schema, whole))
    return { kind: 'value', value: whole, source: 'problem' };
  const found = bodyValue(content, schemas, wish, sample);
  if (found.kind !== 'value' || (schema === true && !isProblem)) return found;
  const worded = withWords(schemas, schema, found.value, wordsOfProblem(whole), hasExample ? DECIDING : NONE);
  return { ...found, value: isProblem ? withMembers(schemas, schema, worded, whole) : worded };
}

/** Clients decide by these: what an example of the document says there stays. */
const DECIDING: ReadonlySet<string> = new Set(['type', 'code']);
const NONE: ReadonlySet<string> = new Set();

/** A problem document may have members of its own (RFC 9457 3.2): what ours has more is added where the schema takes it. */
function withMembers(schemas: Schemas, schema: JsonSchema, body: unknown, problem: Problem): unknown {
  if (!isObject(body)) return body;
  let current = body;
  for (const [name, value] of Object.entries(problem)) {
    const tried = { ...current, [name]: value };
    if (!DECIDING.has(name) && !Object.hasOwn(current, name) && isValid(schemas, schema, tried)) current = tried;
  }
  return current;
}

/** A header field holds Latin-1 up to some kilobytes: escape the rest, cut what is longer. */
function violationsOf(problem: Problem): string {
  const text = JSON.stringify(problem.errors ?? [{ code: problem.code, detail: problem.detail }]);
  return text
    .replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .slice(0, 4000);
}

const names = (headers: readonly string[]): Set<string> =>
  new Set(headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()));
