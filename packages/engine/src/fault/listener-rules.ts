import { seededRandom } from '../chance/random.ts';
import type { ListenerFault } from '../delivery.ts';
import { newExchange } from '../exchange.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import { type Entry, EVERY_SANDBOX } from './entry.ts';
import { nextTurn, restInTime } from './when.ts';

/** Tells listeners what the rules of their layer want of them now, when rules come and go and when their times turn. */
export interface ListenerRules {
  /** `entries`: all rules of the listener layer that are in force. */
  changed(entries: readonly Entry[]): void;
  /** `sandbox`: whose listener it is; undefined for the one of all sandboxes that have none of their own. */
  onListener(listener: (faults: readonly ListenerFault[]) => void, sandbox?: string): () => void;
}

interface Listener {
  readonly sandbox: string | undefined;
  current: readonly ListenerFault[];
  tell(faults: readonly ListenerFault[]): void;
}

export function createListenerRules(
  clocks: SandboxClocks,
  hasListener: (sandbox: string) => boolean = () => false,
): ListenerRules {
  const listeners = new Set<Listener>();
  const watched = new WeakSet<Entry>();
  let inForce: readonly Entry[] = [];
  const concerns = ({ rule }: Entry, { sandbox }: Listener): boolean =>
    rule.sandbox === EVERY_SANDBOX || (sandbox === undefined ? !hasListener(rule.sandbox) : sandbox === rule.sandbox);
  const stateOf = (listener: Listener): readonly ListenerFault[] =>
    inForce.filter((entry) => concerns(entry, listener)).flatMap((entry) => stateNow(entry, clocks));
  const tell = (): void => {
    for (const listener of listeners) {
      const next = stateOf(listener);
      if (JSON.stringify(next) === JSON.stringify(listener.current)) continue;
      listener.current = next;
      listener.tell(next);
    }
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
    onListener(tellIt, sandbox) {
      const listener: Listener = { sandbox, current: [], tell: tellIt };
      listener.current = stateOf(listener);
      listeners.add(listener);
      tellIt(listener.current);
      return () => void listeners.delete(listener);
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

/** A listener acts before there is a request. */
const NO_REQUEST = newExchange({
  serial: 0,
  id: '',
  startedAt: 0,
  sandbox: '',
  request: { method: '', target: '', headers: {}, body: new Uint8Array() },
});
