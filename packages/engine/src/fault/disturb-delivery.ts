import { hashOf, seededRandom } from '../chance/random.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import type { Disturbance } from '../webhook/webhook.ts';
import { type Entry, EVERY_SANDBOX } from './entry.ts';
import { NO_REQUEST } from './no-request.ts';
import type { RuleTable } from './rule-table.ts';
import { restOf } from './when.ts';

/** Takes one delivery of a webhook through the rules of its layer, in their order. Sends nothing and waits for nothing. */
export function disturbDelivery(
  table: RuleTable,
  clocks: SandboxClocks,
  sandbox: string,
  event: string,
): readonly Disturbance[] {
  const entries = [...table.of(sandbox), ...table.of(EVERY_SANDBOX)].sort((a, b) => a.order - b.order);
  const now = clocks.clockOf(sandbox).now();
  return entries.flatMap((entry) => {
    const { layer, kind, options } = entry.rule;
    return layer === 'webhook' && kind.hits?.(options, event) !== false ? firing(entry, sandbox, now) : [];
  });
}

function firing({ rule, when, stateIn }: Entry, sandbox: string, now: number): Disturbance[] {
  const state = stateIn(sandbox);
  if (now >= state.until) return [];
  state.matched++;
  rule.counts.matched++;
  const random = seededRandom(hashOf(state.seed, state.matched));
  if (restOf(when, state, Math.max(0, now - state.since), random.next()) !== undefined) return [];
  const plan = rule.kind.plan(rule.options, { exchange: NO_REQUEST, random, answer: undefined, operation: undefined });
  if (plan.do !== 'disturb') return [];
  state.fired++;
  rule.counts.fired++;
  return [{ ...plan.disturbance, rule: rule.id }];
}
