import type { Difference, Impact, Severity, Use } from '@stuntdouble/pact';

/** Differences that say the same of many operations, told once. */
export interface DifferenceGroup {
  readonly differences: readonly Difference[];
  readonly message: string;
  /** Where it shows first, and in how many operations. */
  readonly where: string;
  readonly operations: number;
  /** Names of partners whose contracts meet it. */
  readonly partners: readonly string[];
}

export function differenceGroups(impact: Impact, severity: Severity): DifferenceGroup[] {
  const numbered = impact.differences.map((difference, index) => ({ difference, index }));
  const chosen = numbered.filter(({ difference }) => difference.severity === severity);
  const groups = Map.groupBy(chosen, ({ difference }) => keyOf(difference));
  return [...groups.values()].map((members): DifferenceGroup => {
    const differences = members.map(({ difference }) => difference);
    const isOne = new Set(differences.map(({ message }) => message)).size === 1;
    const uses = differences.flatMap((each) => each.uses);
    const indexes = new Set(members.map(({ index }) => index));
    const met = (impact.partners ?? []).filter(({ findings }) => findings.some((each) => indexes.has(each.difference)));
    return {
      differences,
      message: messageOf(differences),
      where: uses[0] === undefined ? '' : useText(isOne ? uses[0] : { ...uses[0], field: parentOf(uses[0].field) }),
      operations: new Set(uses.map(({ operation }) => operation)).size,
      partners: [...new Set(met.map(({ consumer }) => consumer))],
    };
  });
}

/** Fields of one object that came or went together: a list of names says it. */
function messageOf(differences: readonly Difference[]): string {
  const messages = [...new Set(differences.map(({ message }) => message))];
  const [first = ''] = messages;
  if (messages.length === 1) return first;
  const names = messages.map((message) => message.replace(/ (?:is new|\(\w+\) is gone).*$/, ''));
  return `${names.join(', ')} are ${first.includes('is gone') ? 'gone' : 'new'}`;
}

/** The same words about a part of the same name. */
function keyOf({ rule, message, uses: [use], old, new: current }: Difference): string {
  const isPlain = !message.includes(';');
  if (/property-(?:removed|forbidden)$/.test(rule) && isPlain) return [rule, current?.pointer, old?.file].join('\n');
  if (/property-added$/.test(rule) && isPlain) return [rule, old?.pointer, current?.file].join('\n');
  const field = use?.field.split('.').at(-1) ?? '';
  const part = /parameter/.test(use?.part ?? '') ? use?.part : '';
  return [rule, message, field, part].join('\n');
}

const parentOf = (field: string): string => field.split('.').slice(0, -1).join('.');

export const useText = ({ operation, part, field }: Use): string =>
  [operation ?? 'the whole document', [part, field].filter((text) => text !== '').join(': ')]
    .filter((text) => text !== '')
    .join(', ');

/** Where it is; of what is gone, where it was. */
export const placeText = ({ rule, old, new: current }: Difference): string => {
  const place = /(?:removed|forbidden|dropped)$/.test(rule) ? (old ?? current) : (current ?? old);
  if (place?.file === undefined) return place?.pointer ?? '';
  return place.line === undefined ? place.file : `${place.file}:${place.line}`;
};
