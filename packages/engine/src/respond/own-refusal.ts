import type { IMediaTypeContent } from '@stoplight/types';
import type { Answer } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { headersOf, type Problem, problemOf, type Refusal } from '../problem.ts';
import { check } from '../schema/check.ts';
import type { Sampler } from '../schema/sample.ts';
import type { Schemas } from '../schema/schemas.ts';
import { type BodyWish, bodyValue, schemaOf } from './body-source.ts';
import { type ChosenResponse, responseOfFirst } from './choose-response.ts';
import { withWords, wordsOfProblem } from './error-words.ts';
import { responseHeaders } from './response-headers.ts';
import { isJson, serialise } from './serialise.ts';

/**
 * Refuses in the words of the document: where an operation describes its own 4xx, the client meets that shape, as it will in
 * production, with as much of our explanation in it as its schema allows. Undefined where the document describes none.
 */
export function ownRefusal(
  operation: Operation,
  schemas: Schemas,
  refusal: Refusal,
  wish: BodyWish,
  sample: Sampler,
): Answer | undefined {
  // Prism has its own words where an answer is not acceptable.
  const statuses = !wish.repair && refusal.code === 'NOT_ACCEPTABLE' ? [] : statusesOf(refusal);
  const chosen = responseOfFirst(operation.model().responses, statuses);
  if (!chosen) return undefined;
  const content = contentOf(chosen);
  if (!content) return withoutContent(chosen, refusal, schemas, wish, sample);
  const found = bodyValue(content, schemas, wish, sample);
  if (found.kind !== 'value') return undefined;
  const problem = problemOf(refusal, chosen.status);
  const value =
    wish.repair && isJson(content.mediaType) ? explained(content, schemas, found.value, problem) : found.value;
  const body = serialise(value, content.mediaType, schemas, wish.repair ? schemaOf(content, schemas) : undefined);
  if (body === undefined) return undefined;
  const headers = ['Content-Type', content.mediaType, 'Content-Length', String(body.length)];
  return {
    status: chosen.status,
    headers: [
      ...headers,
      ...fieldsOf(chosen, refusal, schemas, wish, sample),
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
  const own = wish.repair ? headersOf(refusal) : [];
  const kept = described.filter((_, index) => !names(own).has((described[index - (index % 2)] ?? '').toLowerCase()));
  return [...own, ...kept];
}

/** The statuses that can say it, best first. */
function statusesOf(refusal: Refusal): number[] {
  switch (refusal.code) {
    case 'UNAUTHORIZED':
      return [401];
    case 'MEDIA_TYPE_UNSUPPORTED':
      return [415, 422, 400];
    case 'REQUEST_INVALID':
      return [422, 400];
    case 'NOT_ACCEPTABLE':
      return [406];
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

/** The document's body in our words, as far as its schema takes them; where it takes our whole problem document, that. */
function explained(content: IMediaTypeContent, schemas: Schemas, own: unknown, problem: Problem): unknown {
  const schema = schemaOf(content, schemas);
  const problemBody = JSON.parse(JSON.stringify(problem));
  if (schema === undefined) return /problem\+json/i.test(content.mediaType) ? problemBody : own;
  if (/problem\+json/i.test(content.mediaType) && check(schemas, schema, problemBody).length === 0) return problemBody;
  return withWords(schemas, schema, own, wordsOfProblem(problemBody));
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
