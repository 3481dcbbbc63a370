/**
 * The sentences that a pact may use about the platform, and what each does to it; `contracts/provider-states.md` is the same for people. A
 * handler puts data into the store as a client could have done long ago; it never answers a request.
 */
import { timeText } from '../clock.ts';
import type { Platform } from '../platform.ts';
import { Problem } from '../problem.ts';
import { refusalOf } from '../rate-limits.ts';
import { stagedResources } from './staged-resources.ts';

export type StateParameters = Readonly<Record<string, unknown>>;
export type StateHandler = (parameters: StateParameters) => void;

const usualRetryAfter = 12;

/** By the exact sentence. */
export function stateHandlers(platform: Platform): ReadonlyMap<string, StateHandler> {
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
    ['the time is', ({ now }) => clock.stopAt(momentOf(now))],
  ]);
}

function momentOf(now: unknown): number {
  const moment = Date.parse(String(now));
  if (Number.isNaN(moment)) throw new Error(`now has to be a time such as ${timeText(0)}.`);
  return moment;
}
