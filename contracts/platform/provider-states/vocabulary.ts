/**
 * The sentences that a pact may use about the platform, and what each does to it; `contracts/provider-states.md` is the same for people. A
 * handler puts data into the store as a client could have done long ago; it never answers a request.
 */

import type { FastifyInstance } from 'fastify';
import { timeText } from '../clock.ts';
import { isRecord } from '../document.ts';
import type { Platform } from '../platform.ts';
import { Problem } from '../problem.ts';
import { refusalOf } from '../rate-limits.ts';
import { stagedResources } from './staged-resources.ts';

export type StateParameters = Readonly<Record<string, unknown>>;
/** Values that it gives back go into the request, where the pact has a generator for them. */
export type StateHandler = (parameters: StateParameters) => StateValues | undefined | Promise<StateValues>;
export type StateValues = Readonly<Record<string, string>>;

const usualRetryAfter = 12;

/** By the exact sentence. */
export function stateHandlers(app: FastifyInstance, platform: Platform): ReadonlyMap<string, StateHandler> {
  const { conditions, clock, document } = platform;
  const resources = stagedResources(platform).flatMap(({ word, add, remove }): [string, StateHandler][] => [
    [`${/^[aeio]/.test(word) ? 'an' : 'a'} ${word} exists`, add],
    [`no ${word} exists`, remove],
  ]);
  return new Map<string, StateHandler>([
    ...resources,
    [
      'the client is authorised',
      ({ participantId, scopes }) => {
        conditions.authorised = {
          ...(typeof participantId === 'string' && { participantId }),
          ...(Array.isArray(scopes) && { scopes: scopes.map(String) }),
        };
      },
    ],
    [
      'the service is unavailable',
      ({ retryAfter = usualRetryAfter }) => {
        const detail = `The service cannot answer now. Try again in ${retryAfter} seconds.`;
        conditions.refusal = new Problem('service_unavailable', detail, {
          headers: { 'retry-after': String(retryAfter) },
        });
      },
    ],
    [
      'the rate limit is used up',
      ({ retryAfter = usualRetryAfter }) => {
        const rule = document.operations.flatMap(({ limits }) => limits).find(({ policy }) => policy === 'default');
        if (rule) conditions.refusal = refusalOf(rule, Number(retryAfter));
      },
    ],
    [
      'the time is',
      ({ now }) => {
        clock.stopAt(momentOf(now));
      },
    ],
    ['a page was read', (parameters) => readPage(app, parameters)],
  ]);
}

function momentOf(now: unknown): number {
  const moment = Date.parse(String(now));
  if (Number.isNaN(moment)) throw new Error(`now has to be a time such as ${timeText(0)}.`);
  return moment;
}

/** A cursor cannot stand in a pact: it is the platform's, and over in an hour. So the page before is really read. */
async function readPage(app: FastifyInstance, { path, query }: StateParameters): Promise<StateValues> {
  const url = `${path}?${new URLSearchParams(isRecord(query) ? stringsOf(query) : {})}`;
  const { statusCode, body } = await app.inject({ url, headers: { 'x-api-key': 'staged' } });
  const { page } = Object(statusCode === 200 ? JSON.parse(body) : undefined);
  if (typeof page?.nextCursor === 'string') return { nextCursor: page.nextCursor };
  throw new Error(
    `GET ${url} was answered ${statusCode} and no page follows; states before this one have to put more there.`,
  );
}

const stringsOf = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
