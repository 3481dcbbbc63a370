import type { Answer, Exchange } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import type { AuthMode, SandboxEvent } from '../sandbox.ts';
import type { Clock } from '../time/clock.ts';
import { limitFields, seconds, type Told, tellLimits } from './limit-fields.ts';
import { type Meter, settle, standing, take } from './meter.ts';
import { createMeters, type Meters } from './meters.ts';
import type { HeldLimits, OperationLimits } from './operation-limits.ts';

/** Counts requests against the limits of their operation, in each sandbox by itself. Never words an answer, never sees a right credential's secret. */
export interface Limits {
  /** Counts the request, or says why it may not pass: then it counts for no limit. Leaves the header fields in the exchange. */
  admit(exchange: Exchange, limits: OperationLimits): Refusal | undefined;
  /** The same where nobody knows who asks: only limits by address count, so that keys cannot be guessed faster than they allow. */
  admitUnknown(exchange: Exchange, limits: OperationLimits): Refusal | undefined;
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
  readonly held: Map<OperationLimits, HeldLimits>;
}

/** Where a sandbox holds none of an operation's. */
const NONE: HeldLimits = { limits: [], policies: '', perCredential: false, perAddress: false, unnamed: undefined };

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
  const holdingOf = ({ sandbox }: Exchange, limits: OperationLimits): HeldLimits => {
    const { held } = keptOf(sandbox);
    let holding = held.get(limits);
    if (holding === undefined) {
      holding = limits.heldIn(sandbox, authOf(sandbox)) ?? NONE;
      held.set(limits, holding);
    }
    return holding;
  };
  const count = (exchange: Exchange, limits: OperationLimits, holding: HeldLimits): Refusal | undefined => {
    const { sandbox, request } = exchange;
    const { meters } = keptOf(sandbox);
    const now = clockOf(sandbox).now();
    const caller = holding.perCredential ? callerOf(exchange, limits) : '';
    const address = holding.perAddress ? addressOf(request) : '';
    const counted: Counted[] = [];
    for (const { limit, name, quoted } of holding.limits) {
      const subject = limit.per === 'credential' ? caller : limit.per === 'address' ? address : '';
      const meter = meters.of(name + subject);
      settle(limit, meter, now);
      counted.push({ limit, quoted, meter, standing: standing(limit, meter, now) });
    }
    const refused = refusalOf(counted);
    if (refused === undefined) countAll(counted, now);
    exchange.limitFields = limitFields(counted, holding.policies, limits.legacy, now);
    return refused;
  };
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
      const holding = holdingOf(exchange, limits);
      return holding === NONE ? undefined : count(exchange, limits, holding);
    },
    admitUnknown(exchange, limits) {
      const { unnamed } = holdingOf(exchange, limits);
      return unnamed && count(exchange, limits, unnamed);
    },
  };
}

interface Counted extends Told {
  readonly meter: Meter;
}

/** All or nothing: a request that one limit refuses uses up none of the others. */
function countAll(counted: Counted[], now: number): void {
  for (const each of counted) {
    take(each.limit, each.meter);
    each.standing = standing(each.limit, each.meter, now);
  }
}

/** Named is the limit that lets the caller wait longest. */
function refusalOf(counted: readonly Counted[]): Refusal | undefined {
  let longest: Counted | undefined;
  for (const each of counted) if (each.standing.wait > (longest?.standing.wait ?? 0)) longest = each;
  if (longest === undefined) return undefined;
  const { policy, limit, window, per } = longest.limit;
  return { code: 'RATE_LIMITED', policy, limit, window, per, retryAfter: seconds(longest.standing.wait) };
}
