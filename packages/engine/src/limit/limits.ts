import type { Answer, Exchange } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import type { AuthMode, SandboxEvent } from '../sandbox.ts';
import type { Clock } from '../time/clock.ts';
import type { Limit } from './limit.ts';
import { limitFields, seconds, tellLimits } from './limit-fields.ts';
import { type Meter, type Standing, settle, standing, take } from './meter.ts';
import { createMeters, type Meters } from './meters.ts';
import type { HeldLimits, OperationLimits } from './operation-limits.ts';

/** Counts requests against the limits of their operation, in each sandbox by itself. Never words an answer, never sees a right credential's secret. */
export interface Limits {
  /** Counts the request, or says why it may not pass: then it counts for no limit. Leaves the header fields in the exchange. */
  admit(exchange: Exchange, limits: OperationLimits): Refusal | undefined;
  /** The answer with what was left in the exchange, in place of what the document's examples say of limits. */
  tell(exchange: Exchange, answer: Answer | Promise<Answer>): Answer | Promise<Answer>;
  /** A sandbox starts anew, is gone, or has other settings. */
  hear(event: SandboxEvent): void;
  /** Meters that are kept. */
  readonly size: number;
}

export interface LimitsOptions {
  clockOf(sandbox: string): Clock;
  authOf(sandbox: string): AuthMode;
  /** Keyed: neither what was sent nor who sent it is kept. */
  digest(text: string): string;
}

interface Kept {
  readonly meters: Meters;
  readonly held: Map<OperationLimits, HeldLimits | undefined>;
}

export function createLimits({ clockOf, authOf, digest }: LimitsOptions): Limits {
  const sandboxes = new Map<string, Kept>();
  const keptOf = (sandbox: string): Kept => {
    let kept = sandboxes.get(sandbox);
    if (kept === undefined) {
      kept = { meters: createMeters(), held: new Map() };
      sandboxes.set(sandbox, kept);
    }
    return kept;
  };
  const callerOf = ({ credential, request }: Exchange, { sent }: OperationLimits): string => {
    if (credential !== undefined) return `c${credential}`;
    const text = sent(request);
    return text === undefined ? addressOf(request) : `d${digest(text)}`;
  };
  const addressOf = (request: Exchange['request']): string => `a${digest(request.address?.() ?? '')}`;
  return {
    get size() {
      return [...sandboxes.values()].reduce((sum, { meters }) => sum + meters.size, 0);
    },
    tell: tellLimits,
    hear({ kind, name }) {
      if (kind === 'reset' || kind === 'deleted') sandboxes.delete(name);
      else sandboxes.get(name)?.held.clear();
    },
    admit(exchange, limits) {
      const { sandbox, request } = exchange;
      const { meters, held } = keptOf(sandbox);
      if (!held.has(limits)) held.set(limits, limits.heldIn(sandbox, authOf(sandbox)));
      const holding = held.get(limits);
      if (holding === undefined) return undefined;
      const now = clockOf(sandbox).now();
      const caller = holding.limits.some(({ per }) => per === 'credential') ? callerOf(exchange, limits) : '';
      const address = holding.limits.some(({ per }) => per === 'address') ? addressOf(request) : '';
      const subjects = { credential: caller, address, sandbox: '' };
      const counted = holding.limits.map((limit, at) => meters.of((holding.names[at] ?? '') + subjects[limit.per]));
      const { standings, refused } = count(holding.limits, counted, now);
      exchange.limitFields = limitFields(holding.limits, standings, holding.policies, limits.legacy, now);
      return refused;
    },
  };
}

/** All or nothing: a request that one limit refuses uses up none of the others. */
function count(limits: readonly Limit[], meters: readonly Meter[], now: number) {
  const pairs = limits.flatMap((limit, at) => {
    const meter = meters[at];
    return meter ? [{ limit, meter }] : [];
  });
  for (const { limit, meter } of pairs) settle(limit, meter, now);
  const before = pairs.map(({ limit, meter }) => standing(limit, meter, now));
  const refused = refusalOf(limits, before);
  if (refused !== undefined) return { standings: before, refused };
  for (const { limit, meter } of pairs) take(limit, meter);
  return { standings: pairs.map(({ limit, meter }) => standing(limit, meter, now)), refused };
}

/** Named is the limit that lets the caller wait longest. */
function refusalOf(limits: readonly Limit[], standings: readonly Standing[]): Refusal | undefined {
  let refused: Refusal | undefined;
  let longest = 0;
  standings.forEach(({ wait }, at) => {
    const limit = limits[at];
    if (limit === undefined || wait <= longest) return;
    longest = wait;
    refused = {
      code: 'RATE_LIMITED',
      policy: limit.policy,
      limit: limit.limit,
      window: limit.window,
      per: limit.per,
      retryAfter: seconds(wait),
    };
  });
  return refused;
}
