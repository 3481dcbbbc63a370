import { seededRandom } from '../chance/random.ts';
import type { ListenerFault } from '../delivery.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import type { Entry } from './entry.ts';
import { NO_REQUEST } from './no-request.ts';
import { nextTurn, restInTime } from './when.ts';

/** Tells listeners what the rules of their layer want of them now, when rules come and go and when their times turn. */
export interface ListenerRules {
  /** `entries`: all rules of the listener layer that are in force. */
  changed(entries: readonly Entry[]): void;
  onListener(listener: (faults: readonly ListenerFault[]) => void): void;
}

export function createListenerRules(clocks: SandboxClocks): ListenerRules {
  const listeners: ((faults: readonly ListenerFault[]) => void)[] = [];
  const watched = new WeakSet<Entry>();
  let inForce: readonly Entry[] = [];
  let current: readonly ListenerFault[] = [];
  const tell = (): void => {
    const next = inForce.flatMap((entry) => stateNow(entry, clocks));
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    for (const listener of listeners) listener(current);
  };
  /** Sleeps from turn to turn for as long as the rule is there. */
  const watch = async (entry: Entry): Promise<void> => {
    const clock = clocks.clockOf(entry.rule.sandbox);
    const { since } = entry.stateIn(entry.rule.sandbox);
    while (!entry.rule.signal.aborted) {
      const turn = nextTurn(entry.when, Math.max(0, clock.now() - since));
      if (turn === undefined) return;
      await clock.sleep(since + turn - clock.now(), entry.rule.signal);
      tell();
    }
  };
  return {
    changed(entries) {
      inForce = entries;
      for (const entry of entries) {
        if (watched.has(entry)) continue;
        watched.add(entry);
        watch(entry).catch(() => {}); // The rule went while it slept.
      }
      tell();
    },
    onListener(listener) {
      listeners.push(listener);
      listener(current);
    },
  };
}

function stateNow(entry: Entry, clocks: SandboxClocks): ListenerFault[] {
  const { rule, when } = entry;
  const elapsed = clocks.clockOf(rule.sandbox).now() - entry.stateIn(rule.sandbox).since;
  if (restInTime(when, Math.max(0, elapsed)) !== undefined) return [];
  const plan = rule.kind.plan(rule.options, {
    exchange: NO_REQUEST,
    random: seededRandom(entry.stateIn(rule.sandbox).seed),
    answer: undefined,
    operation: undefined,
  });
  return plan.do === 'listen' ? [plan.state] : [];
}
