import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import { createEntry, type Entry, EVERY_SANDBOX } from './entry.ts';
import type { Faults } from './faults.ts';
import { invalid, shown } from './invalid.ts';
import { createListenerRules } from './listener-rules.ts';
import { parseRule, type RuleSurroundings } from './parse-rule.ts';
import type { Rule } from './rule.ts';
import type { RuleTable } from './rule-table.ts';

/** How rules come and go: given, replaced, listed, removed, expired. Never looks at a request. */
export type RuleBook = Pick<Faults, 'put' | 'list' | 'remove' | 'clear' | 'onListener'>;

const RULE_ID = /^[A-Za-z0-9][\w.-]{0,63}$/;

export function createRuleBook(
  table: RuleTable,
  around: RuleSurroundings,
  clocks: SandboxClocks,
  seed: string,
): RuleBook {
  const listeners = createListenerRules(clocks, around.hasListener);
  const newId = idsOf(table);
  let order = 0;
  const end = (entries: readonly Entry[]): void => {
    // All leave before any request goes on, so that none meets a rule that is about to go.
    for (const entry of entries) table.delete(entry);
    for (const entry of entries) entry.end();
    listeners.changed(ofListeners(table));
  };
  const put = (sandbox: string, input: unknown, id?: string): Rule => {
    if (id !== undefined) refuseId(id);
    const { where, when, ttl, ...parsed } = parseRule(sandbox, input, around);
    const replaced = table.of(sandbox).find(({ rule }) => rule.id === id);
    const place = replaced ?? { position: table.of(sandbox).length, order: order++ };
    const rule = { ...parsed, id: id ?? newId(sandbox), sandbox };
    const parts = { rule, where, when, ttl, position: place.position, order: place.order };
    const entry = createEntry(parts, seed, clocks, around.sandboxes);
    table.add(entry);
    replaced?.end();
    listeners.changed(ofListeners(table));
    if (ttl !== undefined) afterTtl(entry, ttl, clocks, () => end([entry]));
    return entry.rule;
  };
  const inForce = (sandbox: string): readonly Entry[] => {
    const now = clocks.clockOf(sandbox).now();
    return table.of(sandbox).filter((entry) => now < entry.stateIn(sandbox).until);
  };
  return {
    put,
    list: (sandbox) => inForce(sandbox).map(({ rule }) => rule),
    remove(sandbox, id) {
      const entry = inForce(sandbox).find(({ rule }) => rule.id === id);
      if (entry !== undefined) end([entry]);
      return entry !== undefined;
    },
    clear(sandbox) {
      const alone = around.sandboxes.size === 1 && sandbox === around.defaultSandbox;
      const operators = alone ? table.of(EVERY_SANDBOX) : [];
      const entries = sandbox === undefined ? table.all() : [...table.of(sandbox), ...operators];
      end(entries);
      return entries.length;
    },
    onListener: listeners.onListener,
  };
}

/** `r1`, `r2` and so on, passing by those that somebody chose. */
function idsOf(table: RuleTable): (sandbox: string) => string {
  let count = 0;
  return (sandbox) => {
    const taken = new Set(table.of(sandbox).map(({ rule }) => rule.id));
    do count++;
    while (taken.has(`r${count}`));
    return `r${count}`;
  };
}

function refuseId(id: string): void {
  if (RULE_ID.test(id)) return;
  throw invalid(`The id is ${shown(id)}; it has to be of letters, digits, dashes, dots and underscores.`);
}

const ofListeners = (table: RuleTable): Entry[] => table.all().filter(({ rule }) => rule.layer === 'listener');

function afterTtl({ rule }: Entry, ttl: number, clocks: SandboxClocks, end: () => void): void {
  const sleep = clocks.clockOf(rule.sandbox).sleep(ttl, rule.signal);
  sleep.then(end, () => {}); // Rejects where the rule went before.
}
