import { hashOf } from '../chance/random.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import type { Rule } from './rule.ts';
import type { CompiledWhen } from './when.ts';
import type { CompiledWhere } from './where.ts';

/** A rule in force with what is kept about it: compiled conditions, counts of each sandbox, and who waits for it. */
export interface Entry {
  readonly rule: Rule;
  readonly where: CompiledWhere;
  readonly when: CompiledWhen;
  /** Among the rules of its sandbox when it was made: part of its seed. */
  readonly position: number;
  /** Over all sandboxes; a rule that replaces another takes its place. */
  readonly order: number;
  /** What to call when the rule goes, for each request that it holds. Lighter than a listener on its signal for each. */
  readonly waiting: Set<() => void>;
  stateIn(sandbox: string): State;
  /** Ends the rule: aborts its signal and lets go what it holds. */
  end(): void;
}

/** What is counted of a rule in one sandbox. */
export interface State {
  matched: number;
  fired: number;
  active: number;
  /** Of the sandbox's clock: when the rule was made. */
  readonly since: number;
  /** Of the sandbox's clock: from when on the rule is gone here. */
  readonly until: number;
  /** Seed of the rule's chance in this sandbox. */
  readonly seed: number;
}

export const EVERY_SANDBOX = '*';

/** In place of an id: the rule came with the request. */
export const OF_THE_REQUEST = 'request';

export interface EntryParts {
  readonly rule: Omit<Rule, 'signal' | 'counts' | 'createdAt' | 'expiresAt'>;
  readonly where: CompiledWhere;
  readonly when: CompiledWhen;
  readonly ttl: number | undefined;
  readonly position: number;
  readonly order: number;
}

/** `sandboxes` are those that a rule for every sandbox counts in. */
export function createEntry(
  parts: EntryParts,
  seed: string,
  clocks: SandboxClocks,
  sandboxes: Iterable<string>,
): Entry {
  const { rule: given, where, when, ttl, position, order } = parts;
  const controller = new AbortController();
  const waiting = new Set<() => void>();
  const createdAt = clocks.clockOf(given.sandbox).now();
  const offsets = new Map(Array.from(sandboxes, (name) => [name, clocks.offsetOf(name)]));
  const states = new Map<string, State>();
  const { kind, options, where: places, when: times } = given.input;
  const content = JSON.stringify({ kind, options, where: places, when: times });
  const stateIn = (sandbox: string): State => {
    let state = states.get(sandbox);
    if (state === undefined) {
      const since = given.sandbox === EVERY_SANDBOX ? createdAt + (offsets.get(sandbox) ?? 0) : createdAt;
      const until = ttl === undefined ? Number.POSITIVE_INFINITY : since + ttl;
      state = { matched: 0, fired: 0, active: 0, since, until, seed: hashOf(seed, sandbox, position, content) };
      states.set(sandbox, state);
    }
    return state;
  };
  return {
    rule: {
      ...given,
      createdAt,
      expiresAt: ttl === undefined ? undefined : createdAt + ttl,
      signal: controller.signal,
      counts: { matched: 0, fired: 0 },
    },
    where,
    when,
    position,
    order,
    waiting,
    stateIn,
    end() {
      controller.abort();
      for (const release of waiting) release();
    },
  };
}
