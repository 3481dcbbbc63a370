import { regularExpression } from '../regular-expression.ts';

/** Puts a text of its own in place of each group that a pattern refers back to, and of what refers to it. Undefined where none does. */
export function withoutBackReferences(pattern: string, textOf: (group: string) => string): string | undefined {
  const groups = groupsOf(pattern);
  let result = '';
  let found = false;
  const chosen = new Map<Group, string>();
  for (let at = 0; at < pattern.length; ) {
    const group = groups.find(({ start }) => start === at);
    if (group !== undefined && isMeant(pattern, group)) {
      const text = escaped(textOf(group.source));
      chosen.set(group, text);
      result += text;
      at = group.end;
      found = true;
      continue;
    }
    const [token = pattern[at] ?? ''] = /^(?:\\k<[^>]+>|\\[1-9]\d*|\\[\s\S])/.exec(pattern.slice(at)) ?? [];
    const meant = groups.find((other) => references(other).includes(token));
    result += meant === undefined ? token : (chosen.get(meant) ?? '');
    at += token.length;
  }
  return found && regularExpression(result) !== undefined ? result : undefined;
}

interface Group {
  readonly number: number;
  readonly name: string | undefined;
  readonly start: number;
  /** Behind its closing bracket. */
  readonly end: number;
  readonly source: string;
}

const references = ({ number, name }: Group): string[] => [
  `\\${number}`,
  ...(name === undefined ? [] : [`\\k<${name}>`]),
];

function isMeant(pattern: string, group: Group): boolean {
  const tokens: readonly string[] = pattern.slice(group.end).match(/\\k<[^>]+>|\\[1-9]\d*|\\[\s\S]/g) ?? [];
  return references(group).some((reference) => tokens.includes(reference));
}

/** The capturing groups, by their opening brackets. */
function groupsOf(pattern: string): Group[] {
  const found: Group[] = [];
  const open: { start: number; number: number; name: string | undefined; inner: number }[] = [];
  let count = 0;
  for (const match of pattern.matchAll(
    /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?<(?<name>\w+)>|\(\?(?:[:=!]|<[=!])|[()]/g,
  )) {
    const [token] = match;
    const name = match.groups?.name;
    const captures = token === '(' || name !== undefined;
    if (captures) count += 1;
    if (token.startsWith('('))
      open.push({ start: match.index, number: captures ? count : 0, name, inner: match.index + token.length });
    if (token !== ')') continue;
    const group = open.pop();
    if (group === undefined || group.number === 0) continue;
    found.push({ ...group, end: match.index + 1, source: pattern.slice(group.inner, match.index) });
  }
  return found;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
