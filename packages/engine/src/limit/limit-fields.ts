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

/** All fields of an answer, as a flat list. `now` is the sandbox's; the older ones tell of the limit that has least left. */
export function limitFields(
  limits: readonly Limit[],
  standings: readonly Standing[],
  policies: string,
  legacy: readonly LegacyField[],
  now: number,
): string[] {
  const told = limits.map(({ policy }, at) => {
    const { remaining = 0, reset = 0 } = standings[at] ?? {};
    return `${quoted(policy)};r=${remaining};t=${seconds(reset)}`;
  });
  const fields = ['RateLimit-Policy', policies, 'RateLimit', told.join(', ')];
  if (legacy.length === 0) return fields;
  const least = leastLeft(standings);
  const { remaining = 0, reset = 0 } = standings[least] ?? {};
  for (const { name, tells, epoch } of legacy) {
    const values = {
      limit: limits[least]?.limit ?? 0,
      remaining,
      reset: epoch ? Math.ceil((now + reset) / 1000) : seconds(reset),
    };
    fields.push(name, String(values[tells]));
  }
  return fields;
}

/** Which of them bites next. */
function leastLeft(standings: readonly Standing[]): number {
  let least = 0;
  standings.forEach(({ remaining, wait }, at) => {
    const best = standings[least];
    if (best && (remaining < best.remaining || (remaining === best.remaining && wait > best.wait))) least = at;
  });
  return least;
}

/** The answer with the exchange's fields in place of what the document's examples say of limits. */
export function tellLimits(
  { limitFields: fields }: Exchange,
  answer: Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  if (fields === undefined) return answer;
  return answer instanceof Promise ? answer.then((settled) => withFields(settled, fields)) : withFields(answer, fields);
}

function withFields(answer: Answer, fields: readonly string[]): Answer {
  const headers: string[] = [];
  for (let at = 0; at < answer.headers.length; at += 2) {
    const name = answer.headers[at] ?? '';
    if (!TOLD.test(name)) headers.push(name, answer.headers[at + 1] ?? '');
  }
  headers.push(...fields);
  return { ...answer, headers };
}

/** Rounded up: who comes back then is not too early. */
export const seconds = (ms: number): number => Math.ceil(ms / 1000);

const quoted = (policy: string): string => `"${policy.replaceAll(/["\\]/g, '\\$&')}"`;
