import { CHANGED } from '../evidence/changed.ts';
import { verdicts } from '../verdict.ts';
import type { CellReport } from './report.ts';

/**
 * Why cells do not pass, the worst verdict first: those of which the same can be said, but for numbers and names, are told of
 * together, in the words of the first of them. Says nothing of cells that pass.
 */
export function explanations(cells: readonly CellReport[]): string[] {
  const said = new Set<string>();
  return alike(cells.filter(({ allowed }) => !allowed)).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { verdict, evidence, replay } = first;
    const fresh = evidence.filter((sentence) => !said.has(`${verdict} ${neutral(sentence, first)}`));
    for (const sentence of fresh) said.add(`${verdict} ${neutral(sentence, first)}`);
    const ids = wrapped(group.map(({ id }) => id));
    const head = ids.map((line, index) => `${(index === 0 ? verdict : '').padEnd(verdict.length)}  ${line}`);
    return ['', ...head, ...fresh.map((sentence) => `  ${sentence}`), `  replay: ${replay}`];
  });
}

function alike(cells: readonly CellReport[]): CellReport[][] {
  const groups = new Map<string, CellReport[]>();
  for (const verdict of verdicts.toReversed()) {
    for (const cell of cells.filter((each) => each.verdict === verdict)) {
      const key = [verdict, ...cell.evidence.map((sentence) => neutral(sentence, cell))].join('\n');
      groups.set(key, [...(groups.get(key) ?? []), cell]);
    }
  }
  return [...groups.values()];
}

/** A sentence without what is only of its cell. */
const neutral = (sentence: string, { operation, fault }: CellReport): string =>
  (sentence.startsWith(CHANGED) ? CHANGED : sentence)
    .replaceAll(word(operation), 'OPERATION')
    .replaceAll(`DRILL_FAULT is ${fault},`, 'DRILL_FAULT is FAULT,')
    .replaceAll(/\d+(?:\.\d+)?(?: (?:ms|s|min|h)\b)?/g, '0')
    .replaceAll(/\b0 usable answers?\b/g, '0 usable answers');

/** This name where it stands alone, and not within another word. */
const word = (name: string): RegExp =>
  new RegExp(`(?<!\\w)${name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?!\\w)`, 'g');

const WIDTH = 90;

function wrapped(ids: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, id] of ids.entries()) {
    const text = index === ids.length - 1 ? id : `${id},`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length < WIDTH) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
}
