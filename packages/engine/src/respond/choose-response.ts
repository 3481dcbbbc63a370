import type { IHttpOperationResponse, IMediaTypeContent } from '@stoplight/types';
import Negotiator from 'negotiator';
import { isJson } from './serialise.ts';

/** Picks the response and the content that are served, by the rules of Prism: lowest 2xx first; `Accept` by quality, then by the document's order. Never looks at bodies. */
export interface ChosenResponse {
  readonly status: number;
  readonly response: IHttpOperationResponse;
}

/** The lowest 2xx, else `default` (as 200), else the first of the document. */
export function usualResponse(responses: readonly IHttpOperationResponse[]): ChosenResponse | undefined {
  // A 1xx announces an answer and is none: sent as one, the client would wait for ever.
  const final = responses.filter(({ code }) => !code.startsWith('1'));
  const successes = final
    .filter((response) => /^2(\d\d|xx)$/i.test(response.code))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const response = successes[0] ?? final.find((candidate) => candidate.code === 'default') ?? final[0];
  return response && { status: statusOf(response.code), response };
}

/** The response of a status: exact, else its range (`4XX`), else `default`. */
export function responseOfStatus(
  responses: readonly IHttpOperationResponse[],
  status: number,
): ChosenResponse | undefined {
  const response = describedResponse(responses, status) ?? responses.find((candidate) => candidate.code === 'default');
  return response && { status, response };
}

/** The first of the statuses that the document describes by itself, else its `default` under the first status. */
export function responseOfFirst(
  responses: readonly IHttpOperationResponse[],
  statuses: readonly number[],
): ChosenResponse | undefined {
  for (const status of statuses) {
    const response = describedResponse(responses, status);
    if (response) return { status, response };
  }
  const [first] = statuses;
  return first === undefined ? undefined : responseOfStatus(responses, first);
}

const describedResponse = (
  responses: readonly IHttpOperationResponse[],
  status: number,
): IHttpOperationResponse | undefined =>
  responses.find(({ code }) => code === String(status)) ??
  responses.find(({ code }) => code.toUpperCase() === `${String(status)[0]}XX`);

const statusOf = (code: string): number =>
  /^\dxx$/i.test(code) ? Number(code[0]) * 100 : code === 'default' ? 200 : Number(code);

export type ChosenContent =
  | { readonly kind: 'content'; readonly content: IMediaTypeContent }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-acceptable' };

/** What was chosen before: clients have a few spellings of `Accept` between them, an attacker has many. */
const chosenBefore = new WeakMap<IHttpOperationResponse, Map<string | undefined, ChosenContent>>();
const REMEMBERED = 20;

/** The content for an `Accept` header; without one JSON is preferred, after an explicit any-type content. */
export function chooseContent(
  response: IHttpOperationResponse,
  sent: string | undefined,
  { asPrism = false } = {},
): ChosenContent {
  if (asPrism) return negotiate(response, sent);
  let known = chosenBefore.get(response);
  if (known === undefined) {
    known = new Map();
    chosenBefore.set(response, known);
  }
  let chosen = known.get(sent);
  if (chosen === undefined) {
    chosen = negotiate(response, sent);
    if (chosen.kind === 'not-acceptable') chosen = inJson(response, sent) ?? chosen;
    if (chosen.kind === 'content') chosen = { ...chosen, content: named(chosen.content, sent) };
    if (known.size < REMEMBERED) known.set(sent, chosen);
  }
  return chosen;
}

function negotiate(response: IHttpOperationResponse, sent: string | undefined): ChosenContent {
  const accept = sent && readable(sent);
  const contents = response.contents ?? [];
  if (contents.length === 0) return { kind: 'empty' };
  const content = accept
    ? acceptedContent(contents, accept)
    : (contents.find(({ mediaType }) => mediaType === '*/*') ??
      acceptedContent(contents, 'application/json, */*;q=0.5'));
  if (content) return { kind: 'content', content };
  return response.code === '204' || accept?.includes('*/*') ? { kind: 'empty' } : { kind: 'not-acceptable' };
}

/** A JSON syntax suffix counts, as it does in what is sent: who reads `application/vnd.x+json` reads JSON, and the other way round. */
function inJson({ contents = [] }: IHttpOperationResponse, sent = ''): ChosenContent | undefined {
  if (!sent.split(',').some((range) => isJson(range) && !NEVER.test(range))) return undefined;
  const content = contents.find(({ mediaType }) => isJson(mediaType));
  return content && { kind: 'content', content };
}

/** Of `image/*` and its like the type that is asked for by name. Text has to be able to be it, and any type is what the value makes of it. */
function named(content: IMediaTypeContent, sent = ''): IMediaTypeContent {
  if (!/^(?!text\/|\*)[^*]+\/\*$/.test(content.mediaType)) return content;
  const ranges = sent.split(',').filter((range) => !NEVER.test(range));
  const mediaType = ranges
    .map((range) => range.replace(/;.*/, '').trim())
    .find((type) => within(type, content.mediaType));
  return mediaType === undefined || mediaType.includes('*') ? content : { ...content, mediaType };
}

const NEVER = /;\s*q=0(\.0*)?\s*(;|$)/i;

/** `*` alone is what some clients write for any type, and a field without one range that can be read says nothing. */
function readable(accept: string): string {
  if (PLAIN_ACCEPT.test(accept)) return accept;
  const ranges = accept
    .split(',')
    .map((range) => range.trim().replace(/^\*(?=\s*(;|$))/, '*/*'))
    .filter((range) => RANGE.test(range));
  return ranges.join(', ') || '*/*';
}

const PLAIN_ACCEPT = /^[\w.+-]+\/[\w.+-]+$/;
const RANGE = /^[^\s/;,*]+\/[^\s/;,]+\s*(;|$)|^\*\/\*\s*(;|$)/;

function acceptedContent(contents: readonly IMediaTypeContent[], accept: string): IMediaTypeContent | undefined {
  const [best] = new Negotiator({ headers: { accept } }).mediaTypes(contents.map(({ mediaType }) => mediaType));
  const found = contents.find(({ mediaType }) => mediaType === best);
  if (found) return found;
  // A range of the document (`application/*`, `*/*`) stands for any type of that range.
  const ranged = contents.find(
    ({ mediaType }) => mediaType.includes('*') && accept.split(',').some((range) => within(range, mediaType)),
  );
  if (ranged) return ranged;
  const bare = accept.split(',').map(withoutParameters).join(',');
  return bare === accept ? undefined : acceptedContent(contents, bare);
}

const within = (range: string, mediaType: string): boolean =>
  mediaType === '*/*' || range.trim().startsWith(mediaType.slice(0, mediaType.indexOf('*')));

/** `application/json; version=1; q=0.5` without its parameters but for the quality. */
function withoutParameters(range: string): string {
  const [type = '', ...parameters] = range.split(';');
  return [
    type.trim(),
    ...parameters.map((parameter) => parameter.trim()).filter((parameter) => parameter.startsWith('q=')),
  ].join(';');
}
