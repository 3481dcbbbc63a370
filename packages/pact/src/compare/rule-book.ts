import type { MatchingRule } from '../pact/pact.ts';

/** The matching rules of a body by the places that they speak of. Knows their paths only, not what they mean. */
export interface RuleBook {
  /** Rules whose path is exactly this one, `[*]` and `.*` standing for any index or name. */
  at(path: readonly string[]): readonly MatchingRule[];
}

interface Entry {
  /** `*` as `undefined`: a name may be `*` too. */
  readonly tokens: readonly (string | undefined)[];
  readonly rule: MatchingRule;
}

export function ruleBook(rules: Readonly<Record<string, MatchingRule>>): RuleBook {
  const entries = Object.entries(rules).map(([path, rule]): Entry => ({ tokens: tokensOf(path), rule }));
  return {
    at: (path) =>
      entries
        .filter(
          ({ tokens }) =>
            tokens.length === path.length &&
            tokens.every((token, index) => token === undefined || token === path[index]),
        )
        .map(({ rule }) => rule),
  };
}

/** `$.items[*]['a b'].id`, as the Pact Specification writes paths. */
export function tokensOf(path: string): (string | undefined)[] {
  const parts = path.replace(/^\$/, '').matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\["([^"]*)"\]|\[(\d+|\*)\]/g);
  return [...parts].map(([, plain, single, double, index]) => {
    if (plain === '*' || index === '*') return undefined;
    return plain ?? single?.replaceAll(/\\(.)/g, '$1') ?? double ?? index ?? '';
  });
}
