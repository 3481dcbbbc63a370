import type { XmlPlace } from '@stuntdouble/engine';
import type { MatchingRule } from '../pact/pact.ts';

/** The matching rules of a body by the places that they speak of. Knows their paths only, not what they mean. */
export interface RuleBook {
  /** Rules whose path is exactly this one, `[*]` and `.*` standing for any index or name. */
  at(path: readonly string[]): readonly PlacedRule[];
}

export interface PlacedRule extends MatchingRule {
  /** Of XML, whose rules speak of an element, or of the text in it or in an attribute. */
  readonly xml?: XmlRulePlace;
}

export type XmlRulePlace = { readonly of: 'element'; readonly name: string } | { readonly of: 'text' };

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

/**
 * The same of an XML body. `places` say where its values were read from. Rules name elements with the prefix or the namespace, or
 * without; with an index after each (pact-jvm), or without (pact-js).
 */
export function xmlRuleBook(rules: Readonly<Record<string, MatchingRule>>, places: readonly XmlPlace[]): RuleBook {
  const entries = Object.entries(rules).map(([path, rule]): Entry => ({ tokens: tokensOf(path), rule }));
  const byPath = Map.groupBy(places, ({ path }) => JSON.stringify(path));
  return {
    at: (path) =>
      (byPath.get(JSON.stringify(path)) ?? []).flatMap(({ element }) =>
        entries
          .filter(({ tokens }) => leadsTo(tokens, element))
          .map(({ rule }) => ({ ...rule, xml: xmlRulePlace(element.at(-1) ?? '') })),
      ),
  };
}

const xmlRulePlace = (last: string): XmlRulePlace =>
  last.startsWith('@') || last === '#text' ? { of: 'text' } : { of: 'element', name: last };

function leadsTo(tokens: Entry['tokens'], element: readonly string[]): boolean {
  const [token, ...others] = tokens;
  const [name, ...below] = element;
  if (tokens.length === 0) return name === undefined;
  if (name !== undefined && (token === undefined ? !/^[@#]/.test(name) : localOf(token) === name))
    if (leadsTo(others, below)) return true;
  return (token === undefined || /^\d+$/.test(token)) && leadsTo(others, element);
}

/** `@` is kept, prefix and namespace are not. */
const localOf = (token: string): string => token.replace(/^(@?).*:/, '$1');

/** `$.items[*]['a b'].id`, as the Pact Specification writes paths. */
export function tokensOf(path: string): (string | undefined)[] {
  const parts = path.replace(/^\$/, '').matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\["([^"]*)"\]|\[(\d+|\*)\]/g);
  return [...parts].map(([, plain, single, double, index]) => {
    if (plain === '*' || index === '*') return undefined;
    return plain ?? single?.replaceAll(/\\(.)/g, '$1') ?? double ?? index ?? '';
  });
}
