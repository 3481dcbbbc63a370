import type { Operation } from '../operation.ts';
import type { CompiledWhere, Equality, Facts } from './where.ts';

/**
 * The rules that requests to one operation may meet, arranged so that a request finds its own without asking each: rules that
 * compare the same part of a request with a value are looked up by that value.
 */
export interface Candidates<Rule> {
  /** Those of which all conditions hold, in the order of the rules. */
  matching(facts: Facts): readonly Rule[];
  readonly isEmpty: boolean;
}

interface Indexed<Rule> {
  readonly read: Equality['read'];
  readonly byValue: Map<string, Placed<Rule>[]>;
}

interface Placed<Rule> {
  readonly rule: Rule;
  readonly place: number;
}

interface Located {
  readonly where: CompiledWhere;
}

/** Whether a rule may be for requests to an operation, whatever is in them. */
export const mayHit = (where: CompiledWhere, api: string | undefined, operation: Operation | undefined): boolean =>
  (where.api === undefined || where.api === api) &&
  (where.operations === undefined || (operation !== undefined && where.operations.has(operation)));

/** `rules` in their order, each of which may hit the operation. */
export function candidatesOf<Rule extends Located>(rules: readonly Rule[]): Candidates<Rule> {
  const unindexed: Placed<Rule>[] = [];
  const indexes = new Map<string, Indexed<Rule>>();
  for (const [place, rule] of rules.entries()) {
    const equality = rule.where.conditions.find((condition) => condition.equality !== undefined)?.equality;
    if (equality === undefined) unindexed.push({ rule, place });
    else index(indexes, equality, { rule, place });
  }
  const lookups = [...indexes.values()];
  return {
    isEmpty: rules.length === 0,
    matching(facts) {
      if (lookups.length === 0) return holding(unindexed, facts);
      let found: readonly Placed<Rule>[] = unindexed;
      for (const lookup of lookups) {
        const hits = lookUp(lookup, facts);
        if (hits.length > 0) found = found.length === 0 ? hits : [...found, ...hits];
      }
      return found.length === 0
        ? NONE
        : holding(
            found.toSorted((a, b) => a.place - b.place),
            facts,
          );
    },
  };
}

const NONE: readonly never[] = [];

function index<Rule>(indexes: Map<string, Indexed<Rule>>, { of, read, value }: Equality, placed: Placed<Rule>): void {
  const found = indexes.get(of) ?? { read, byValue: new Map<string, Placed<Rule>[]>() };
  indexes.set(of, found);
  const same = found.byValue.get(value);
  if (same === undefined) found.byValue.set(value, [placed]);
  else same.push(placed);
}

function lookUp<Rule>({ read, byValue }: Indexed<Rule>, facts: Facts): readonly Placed<Rule>[] {
  const value = read(facts);
  if (value === undefined) return NONE;
  if (typeof value === 'string') return byValue.get(value) ?? NONE;
  return value.length === 0 ? NONE : [...new Set(value)].flatMap((each) => byValue.get(each) ?? []);
}

function holding<Rule extends Located>(placed: readonly Placed<Rule>[], facts: Facts): readonly Rule[] {
  const matching: Rule[] = [];
  for (const { rule } of placed)
    if (rule.where.conditions.every((condition) => condition.holds(facts))) matching.push(rule);
  return matching;
}
