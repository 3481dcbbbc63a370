import { isObject } from '../../pact/json.ts';
import type { Json, JsonObject } from '../../pact/pact.ts';

/** Which versions of consumers a provider wants the pacts of, as clients send it. */
export interface ConsumerVersionSelector {
  readonly mainBranch?: boolean;
  readonly branch?: string;
  readonly matchingBranch?: boolean;
  readonly fallbackBranch?: string;
  readonly deployed?: boolean;
  readonly released?: boolean;
  readonly deployedOrReleased?: boolean;
  readonly environment?: string;
  readonly latest?: boolean;
  readonly tag?: string;
  readonly fallbackTag?: string;
  readonly consumer?: string;
}

export type ReadSelectors =
  | { readonly kind: 'read'; readonly selectors: readonly ConsumerVersionSelector[] }
  | { readonly kind: 'invalid'; readonly errors: readonly string[] };

const FLAGS = ['mainBranch', 'matchingBranch', 'deployed', 'released', 'deployedOrReleased', 'latest'] as const;
const TEXTS = ['branch', 'fallbackBranch', 'environment', 'tag', 'fallbackTag', 'consumer'] as const;

/** @param branch of the provider's version, which `matchingBranch` means */
export function readSelectors(given: Json | undefined, branch: string | undefined): ReadSelectors {
  if (given === undefined || given === null) return { kind: 'read', selectors: [] };
  if (!Array.isArray(given)) return { kind: 'invalid', errors: ['is no list'] };
  const read = given.map((each: Json, at) => readSelector(each, `selector ${at + 1}`, branch));
  const errors = read.flatMap((each) => ('errors' in each ? each.errors : []));
  if (errors.length > 0) return { kind: 'invalid', errors };
  return { kind: 'read', selectors: read.flatMap((each) => ('selector' in each ? [each.selector] : [])) };
}

type ReadOne = { readonly selector: ConsumerVersionSelector } | { readonly errors: readonly string[] };

function readSelector(given: Json, where: string, providerBranch: string | undefined): ReadOne {
  if (!isObject(given)) return { errors: [`${where} is no object`] };
  const errors: string[] = [];
  const flags = FLAGS.flatMap((name) => {
    const value = given[name];
    if (value === undefined || value === null || value === false) return [];
    if (value !== true && value !== 'true') errors.push(`${where}: ${name} must be true`);
    return [[name, true] as const];
  });
  const texts = TEXTS.flatMap((name) => {
    const value = given[name];
    if (value === undefined || value === null) return [];
    if (typeof value !== 'string' || value === '') errors.push(`${where}: ${name} must be a text`);
    return [[name, String(value)] as const];
  });
  const selector: ConsumerVersionSelector = { ...Object.fromEntries(flags), ...Object.fromEntries(texts) };
  errors.push(...contradictions(selector, given, providerBranch).map((text) => `${where}: ${text}`));
  return errors.length > 0 ? { errors } : { selector };
}

function contradictions(selector: ConsumerVersionSelector, given: JsonObject, branch: string | undefined): string[] {
  const { matchingBranch, fallbackBranch, fallbackTag, tag, latest, environment } = selector;
  const ways = [
    selector.mainBranch,
    selector.branch !== undefined,
    matchingBranch,
    tag !== undefined,
    selector.deployed || selector.released || selector.deployedOrReleased || environment !== undefined,
  ].filter(Boolean).length;
  const found: string[] = [];
  if (ways > 1)
    found.push('branch, mainBranch, matchingBranch, tag and what is deployed or released exclude each other');
  if (ways === 0 && !latest)
    found.push(
      `says nothing of versions (${Object.keys(given).join(', ') || 'it is empty'}); name mainBranch, branch, deployedOrReleased, tag or latest`,
    );
  if (matchingBranch && branch === undefined) found.push('matchingBranch needs providerVersionBranch');
  if (fallbackTag !== undefined && (tag === undefined || !latest)) found.push('fallbackTag needs tag and latest');
  if (fallbackBranch !== undefined && selector.branch === undefined && !matchingBranch)
    found.push('fallbackBranch needs branch or matchingBranch');
  return found;
}
