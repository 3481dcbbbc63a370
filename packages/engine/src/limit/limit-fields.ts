import type { Answer, Exchange } from '../exchange.ts';
import type { ApiDocument, Operation } from '../operation.ts';
import { isObject } from '../schema/json-schema.ts';
import { pointerTokens } from '../schema/pointer.ts';
import { exampleOf } from './documented-limits.ts';
import type { Limit } from './limit.ts';
import type { Standing } from './meter.ts';
import { placeAt, throughRef } from './place.ts';

/**
 * The header fields that tell of limits: `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers: q = quota,
 * w = window in seconds, r = remaining, t = seconds until it is whole again), and the older ones that a document describes.
 */
export interface LegacyField {
  /** As the document spells it. */
  readonly name: string;
  readonly tells: 'limit' | 'remaining' | 'reset';
  /** `Reset` as a time: seconds since 1970. In seconds from now otherwise. */
  readonly epoch: boolean;
}

const LEGACY = /^(?:x-)?rate-?limit-(limit|remaining|reset)$/i;
const TOLD = /^(?:ratelimit|ratelimit-policy|(?:x-)?rate-?limit-(?:limit|remaining|reset))$/i;

/** The older fields that any response of the operation describes. */
export function legacyFields({ root }: ApiDocument, { pointer }: Operation): readonly LegacyField[] {
  const fields = new Map<string, LegacyField>();
  const responses = placeAt(root, [...pointerTokens(pointer), 'responses']);
  for (const response of Object.values(isObject(responses) ? responses : {})) {
    const described = throughRef(root, response);
    const headers = isObject(described) ? throughRef(root, described.headers) : undefined;
    for (const [name, header] of Object.entries(isObject(headers) ? headers : {})) {
      const tells = LEGACY.exec(name)?.[1]?.toLowerCase();
      if (tells === 'limit' || tells === 'remaining' || tells === 'reset')
        fields.set(name.toLowerCase(), { name, tells, epoch: tells === 'reset' && isTime(root, name, header) });
    }
  }
  return [...fields.values()];
}

/** `X-RateLimit-Reset` is a time where nobody says otherwise; the field without `X-` never is. */
function isTime(root: unknown, name: string, given: unknown): boolean {
  const header = throughRef(root, given);
  const example = Number(isObject(header) ? exampleOf(root, header) : undefined);
  if (Number.isFinite(example)) return example > 100_000_000;
  const words = isObject(header) && typeof header.description === 'string' ? header.description : '';
  return /^x-/i.test(name) && !/seconds? (?:until|to|left|remaining|before)/i.test(words);
}

export const policyField = (limits: readonly Limit[]): string =>
  limits.map(({ policy, limit, window }) => `${quoted(policy)};q=${limit};w=${seconds(window)}`).join(', ');

/** One limit and how the caller stands. */
export interface Told {
  readonly limit: Limit;
  readonly quoted: string;
  standing: Standing;
}

/** All fields of an answer, as a flat list. `now` is the sandbox's; the older ones tell of the limit that has least left. */
export function limitFields(
  told: readonly Told[],
  policies: string,
  legacy: readonly LegacyField[],
  now: number,
): string[] {
  let text = '';
  for (const { quoted: name, standing } of told)
    text += `${text === '' ? '' : ', '}${name};r=${standing.remaining};t=${seconds(standing.reset)}`;
  const fields = ['RateLimit-Policy', policies, 'RateLimit', text];
  const least = legacy.length === 0 ? undefined : leastLeft(told);
  if (least === undefined) return fields;
  const { remaining, reset } = least.standing;
  for (const { name, tells, epoch } of legacy) {
    const resets = epoch ? Math.ceil((now + reset) / 1000) : seconds(reset);
    const values = { limit: least.limit.limit, remaining, reset: resets };
    fields.push(name, String(values[tells]));
  }
  return fields;
}

/** Which of them bites next. */
function leastLeft(told: readonly Told[]): Told | undefined {
  let [least] = told;
  for (const each of told) {
    const [a, b] = [each.standing, least?.standing];
    if (b && (a.remaining < b.remaining || (a.remaining === b.remaining && a.wait > b.wait))) least = each;
  }
  return least;
}

/** The answer with the exchange's fields in place of what the document's examples say of limits. */
export function tellLimits(exchange: Exchange, answer: Answer | Promise<Answer>): Answer | Promise<Answer> {
  // Looked at late: where a token is new, the request is counted only after it was judged.
  return answer instanceof Promise
    ? answer.then((settled) => withFields(settled, exchange.limitFields))
    : withFields(answer, exchange.limitFields);
}

function withFields(answer: Answer, fields: readonly string[] | undefined): Answer {
  if (fields === undefined) return answer;
  const headers: string[] = [];
  for (let at = 0; at < answer.headers.length; at += 2) {
    const name = answer.headers[at] ?? '';
    if (!isTold(name)) headers.push(name, answer.headers[at + 1] ?? '');
  }
  headers.push(...fields);
  return { ...answer, headers };
}

/** Most names are done with after their first letter. */
function isTold(name: string): boolean {
  const first = name.charCodeAt(0) | 32;
  return (first === LETTER_R || first === LETTER_X) && TOLD.test(name);
}

const LETTER_R = 114;
const LETTER_X = 120;

/** Rounded up: who comes back then is not too early. */
export const seconds = (ms: number): number => Math.ceil(ms / 1000);

export const quoted = (policy: string): string => `"${policy.replaceAll(/["\\]/g, '\\$&')}"`;
