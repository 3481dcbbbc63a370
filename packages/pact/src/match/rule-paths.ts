import type { MatchingRule } from '../pact/pact.ts';

/** Matching rules of a body by the place they hold for. Knows paths of the Pact Specification, not what a rule asks. */
export interface RulePaths {
  /** The rule for a place in the body; one for all that is below counts there too, the nearest first. */
  at(path: readonly (string | number)[]): MatchingRule | undefined;
}

type Token = string | number | typeof ANY;
const ANY = Symbol('*');

export function rulePaths(rules: Readonly<Record<string, MatchingRule>>): RulePaths {
  const compiled = Object.entries(rules).map(([path, rule]) => ({ tokens: tokensOf(path), rule }));
  return {
    at(path) {
      const weighed = compiled
        .map(({ tokens, rule }) => ({ rule, weight: weightOf(tokens, path) }))
        .filter(({ weight }) => weight > 0);
      return weighed.sort((one, other) => other.weight - one.weight)[0]?.rule;
    },
  };
}

/** `$.items[*]['a b'].id` */
function tokensOf(path: string): Token[] {
  const tokens: Token[] = [];
  for (const [, name, index, quoted] of path.matchAll(/\.([^.[\]]+)|\[(\d+|\*)\]|\['([^']*)'\]/g)) {
    if (quoted !== undefined) tokens.push(quoted);
    else if (name !== undefined) tokens.push(name === '*' ? ANY : name);
    else if (index !== undefined) tokens.push(index === '*' ? ANY : Number(index));
  }
  return tokens;
}

/** As the specification weighs: the root 2, each name 2, each star 1, multiplied; 0 where the path does not lead there. */
function weightOf(tokens: readonly Token[], path: readonly (string | number)[]): number {
  if (tokens.length > path.length) return 0;
  return tokens.reduce<number>((weight, token, at) => weight * (token === ANY ? 1 : token === path[at] ? 2 : 0), 2);
}
