import { isObject } from '../../schema/json-schema.ts';
import { isOfType } from '../../schema/keywords/any-value.ts';
import { isOfFormat } from '../../schema/keywords/string.ts';
import { commonTypes } from '../../schema/sample/flat.ts';
import { badlyFormatted } from './bad-formats.ts';
import { type Mutator, NOWHERE } from './mutation.ts';
import type { Node } from './walk.ts';

/** Changes of a value into one that its place does not allow. */

export const nulled: Mutator = ({ path, value }) => (value === null ? NOWHERE : [{ path, tries: [() => null] }]);

export const numberAsString: Mutator = ({ path, value }) =>
  typeof value === 'number' ? [{ path, tries: [() => String(value)] }] : NOWHERE;

/** A type that no member of a union allows; which one of those, by seed. */
export const wrongType: Mutator = (node, random) => {
  const types = typesOf(node);
  if (types === undefined || types.length === 0) return NOWHERE;
  const others = ofOtherTypes(node.value).filter((other) => !types.some((type) => isOfType(other, type)));
  const from = Math.floor(random.next() * others.length);
  return [{ path: node.path, tries: [...others.slice(from), ...others.slice(0, from)].map((other) => () => other) }];
};

function typesOf({ rules }: Node): readonly string[] | undefined {
  let types: readonly string[] | undefined;
  for (const { type } of rules) types = commonTypes(types, type);
  return types;
}

/** What servers send by mistake: a wrapped or unwrapped value, a number in quotes, a reference in place of the object. */
function ofOtherTypes(value: unknown): unknown[] {
  if (typeof value === 'string') return [{ value }, [value], numberIn(value), true];
  if (typeof value === 'number') return [String(value), { value }, [value], value !== 0, value + 0.5];
  if (typeof value === 'boolean') return [String(value), Number(value), { value }];
  if (Array.isArray(value)) return [{ items: value }, value[0] ?? null, value.map(String).join(',').slice(0, 80)];
  if (isObject(value)) return [[value], referenceTo(value), true];
  return [false, 0, '', []];
}

const numberIn = (text: string): number => (/^-?\d{1,15}$/.test(text) ? Number(text) : text.length);

function referenceTo(value: Readonly<Record<string, unknown>>): unknown {
  const { id, name } = value;
  return [id, name].find((found) => typeof found === 'string' || typeof found === 'number') ?? '[object Object]';
}

export const unknownEnum: Mutator = ({ path, value, rules }) => {
  const members = rules.flatMap((rule) => (rule.const === undefined ? (rule.enum ?? []) : [rule.const]));
  if (members.length === 0) return NOWHERE;
  const strangers = typeof value === 'string' ? strangeTexts(value) : typeof value === 'number' ? [value + 1] : [];
  const largest = Math.max(...members.filter((member) => typeof member === 'number'));
  if (Number.isFinite(largest)) strangers.push(largest + 1);
  const unknown = strangers.filter((stranger) => typeof stranger === typeof value && !members.includes(stranger));
  return [{ path, tries: unknown.map((stranger) => () => stranger) }];
};

/** The next version of a member, spelled as the members are. */
function strangeTexts(member: string): (string | number)[] {
  const spelled = (word: string): string => {
    if (/^[^a-z]*[A-Z][^a-z]*$/.test(member))
      return `${member}${member.includes('-') ? '-' : '_'}${word.toUpperCase()}`;
    if (/^[A-Z]?[a-z0-9]+([A-Z][a-z0-9]*)+$/.test(member) || /^[A-Z]/.test(member))
      return member + word.slice(0, 1).toUpperCase() + word.slice(1);
    return `${member}${member.includes('-') ? '-' : '_'}${word}`;
  };
  return ['v2', 'v3', 'legacy'].map(spelled);
}

export const badFormat: Mutator = ({ path, value, rules }) => {
  if (typeof value !== 'string' && typeof value !== 'number') return NOWHERE;
  const tries = rules.flatMap(({ format }) =>
    format === undefined ? [] : badlyFormatted(value, format).filter((other) => !isOfFormat(other, format)),
  );
  return tries.length === 0 ? NOWHERE : [{ path, tries: tries.map((other) => () => other) }];
};
