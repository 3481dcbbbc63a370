import type { Operation } from '../operation.ts';
import { type Candidates, candidatesOf, mayHit } from './candidates.ts';
import { type Entry, EVERY_SANDBOX } from './entry.ts';

/** The rules in force by sandbox, and, for each operation that was hit, those that its requests may meet: kept until a rule changes. */
export interface RuleTable {
  readonly size: number;
  of(sandbox: string): readonly Entry[];
  all(): readonly Entry[];
  add(entry: Entry): void;
  delete(entry: Entry): boolean;
  candidates(sandbox: string, api: string | undefined, operation: Operation | undefined): Candidates<Entry>;
}

type Known = Map<Operation | string | undefined, Candidates<Entry>>;

export function createRuleTable(): RuleTable {
  const rules = new Map<string, Entry[]>();
  let known = new Map<string, Known>();
  let size = 0;
  const of = (sandbox: string): readonly Entry[] => rules.get(sandbox) ?? [];
  const keep = (sandbox: string, entries: readonly Entry[]): void => {
    size += entries.length - of(sandbox).length;
    if (entries.length === 0) rules.delete(sandbox);
    else rules.set(sandbox, [...entries]);
    known = new Map();
  };
  return {
    get size() {
      return size;
    },
    of,
    all: () => [...rules.values()].flat(),
    add(entry) {
      const { sandbox, id } = entry.rule;
      const others = of(sandbox).filter(({ rule }) => rule.id !== id);
      keep(sandbox, [...others, entry].sort(byOrder));
    },
    delete(entry) {
      const { sandbox } = entry.rule;
      const left = of(sandbox).filter((other) => other !== entry);
      if (left.length === of(sandbox).length) return false;
      keep(sandbox, left);
      return true;
    },
    candidates(sandbox, api, operation) {
      let ofSandbox = known.get(sandbox);
      if (ofSandbox === undefined) {
        ofSandbox = new Map();
        known.set(sandbox, ofSandbox);
      }
      const key = operation ?? api;
      let found = ofSandbox.get(key);
      if (found === undefined) {
        const inOrder = [...of(sandbox), ...of(EVERY_SANDBOX)].sort(byOrder);
        found = candidatesOf(inOrder.filter(({ where }) => mayHit(where, api, operation)));
        ofSandbox.set(key, found);
      }
      return found;
    },
  };
}

const byOrder = (a: Entry, b: Entry): number => a.order - b.order;
