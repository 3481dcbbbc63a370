import { isObject } from './json.ts';
import type { Json, JsonObject, MatchingRule, MatchingRules } from './pact.ts';

/** Reads matching rules of V2 (flat, by JSON path) and of V3 and V4 (by category) into one shape. Judges nothing. */
export function readMatchingRules(given: Json | undefined): MatchingRules {
  const rules = isObject(given) ? given : {};
  return Object.keys(rules).some((key) => key.startsWith('$')) ? ofPaths(rules) : ofCategories(rules);
}

function ofCategories(rules: JsonObject): MatchingRules {
  return {
    path: readRule(rules.path),
    status: readRule(rules.status),
    query: readByName(rules.query),
    header: readByName(rules.header),
    body: readByName(rules.body),
  };
}

/** V2 has everything in one map: `$.path`, `$.query.page`, `$.headers.Accept`, `$.body.items[*].id`. */
function ofPaths(rules: JsonObject): MatchingRules {
  const query: Record<string, MatchingRule> = {};
  const header: Record<string, MatchingRule> = {};
  const body: Record<string, MatchingRule> = {};
  for (const [path, given] of Object.entries(rules)) {
    const rule = isObject(given) ? { matchers: [given], combine: 'AND' as const } : undefined;
    const [, part, rest = ''] = /^\$(?:\.|\[')(path|query|headers?|body)(?:'\])?(.*)$/.exec(path) ?? [];
    if (!rule || part === undefined || part === 'path') continue;
    if (part === 'body') body[`$${rest}`] = rule;
    else (part === 'query' ? query : header)[nameIn(rest)] = rule;
  }
  const path = rules['$.path'];
  return {
    path: isObject(path) ? { matchers: [path], combine: 'AND' } : undefined,
    status: undefined,
    query,
    header,
    body,
  };
}

/** `.page[0]` and `['page'][0]` speak of `page`. */
function nameIn(rest: string): string {
  return /^\['([^']*)'\]/.exec(rest)?.[1] ?? rest.replace(/^\./, '').replace(/\[.*$/, '');
}

function readByName(given: Json | undefined): Record<string, MatchingRule> {
  const rules: Record<string, MatchingRule> = {};
  for (const [name, value] of Object.entries(isObject(given) ? given : {})) {
    const rule = readRule(value);
    if (rule) rules[name] = rule;
  }
  return rules;
}

function readRule(given: Json | undefined): MatchingRule | undefined {
  if (!isObject(given) || !Array.isArray(given.matchers)) return undefined;
  return { matchers: given.matchers.filter(isObject), combine: given.combine === 'OR' ? 'OR' : 'AND' };
}
