import { isObject, type JsonObject } from '../../schema/json-schema.ts';
import { type Mutator, NOWHERE, pick } from './mutation.ts';
import { otherCasing } from './other-casing.ts';
import type { Node } from './walk.ts';

/** Changes of an object's properties: one goes, one gets another name, one comes. */

export const missingRequired: Mutator = (node) => {
  const { path, value } = node;
  if (!isObject(value)) return NOWHERE;
  return requiredNames(node, value).map((name) => ({
    path: [...path, name],
    tries: [() => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))],
  }));
};

export const renamed: Mutator = (node) => {
  const { path, value } = node;
  if (!isObject(value)) return NOWHERE;
  return requiredNames(node, value).flatMap((name) => {
    const other = otherCasing(name);
    if (other === undefined || isKnown(node, value, other)) return [];
    const rename = (): unknown =>
      Object.fromEntries(Object.entries(value).map(([key, item]) => [key === name ? other : key, item]));
    return [{ path: [...path, name], tries: [rename] }];
  });
};

/** What platforms add without telling anybody. */
const EXTRAS: readonly (readonly [name: string, value: unknown])[] = [
  ['schemaVersion', 2],
  ['legacyId', 'a1b2c3'],
  ['migratedFrom', 'v1'],
  ['isArchived', false],
  ['internalNotes', null],
  ['featureFlags', ['beta']],
];

/** Only where the schema names properties: in a free map nothing is surprising. */
export const extraField: Mutator = (node, random) => {
  const { path, value, rules } = node;
  if (!isObject(value) || !rules.some(({ properties }) => Object.keys(properties ?? {}).length > 0)) return NOWHERE;
  const snake = rules.some(({ properties }) => Object.keys(properties ?? {}).some((name) => name.includes('_')));
  const named = EXTRAS.map(([name, item]) => [snake ? (otherCasing(name) ?? name) : name, item] as const);
  const extra = pick(
    random,
    named.filter(([name]) => !isKnown(node, value, name)),
  );
  if (extra === undefined) return NOWHERE;
  return [{ path: [...path, extra[0]], tries: [() => Object.fromEntries([...Object.entries(value), extra])] }];
};

function requiredNames({ rules }: Node, value: JsonObject): string[] {
  const names = new Set(rules.flatMap(({ required }) => required ?? []));
  return [...names].filter((name) => Object.hasOwn(value, name));
}

function isKnown({ rules }: Node, value: JsonObject, name: string): boolean {
  return (
    Object.hasOwn(value, name) ||
    rules.some(({ properties }) => properties !== undefined && Object.hasOwn(properties, name))
  );
}
