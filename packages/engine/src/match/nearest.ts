import type { Operation } from '../operation.ts';
import { pathOfTemplate } from './template.ts';

/** An operation that a path without a match may have meant, and why. */
export interface NearMiss {
  readonly operation: Operation;
  /** Worded to stand behind the operation: `did you mean /intakes/{id}`, `one segment more`. */
  readonly reason: string;
}

interface Candidate {
  readonly operation: Operation;
  readonly cost: number;
  readonly reason: string;
}

const LIMIT = 3;
/** What is compared of a path: long ones are never near anything. */
const SEGMENTS = 16;
const CHARACTERS = 40;
/** Price of a segment too many or too few. */
const GAP = 0.75;

/** Up to three operations whose templates are nearest to the path, one per template. Only ever called on a miss. */
export function nearestOperations(operations: readonly Operation[], method: string, path: string): NearMiss[] {
  const asked = segmentsOf(path);
  const best = new Map<string, Candidate>();
  for (const operation of operations) {
    const present = best.get(operation.template);
    if (present !== undefined && (present.operation.method === method || operation.method !== method)) continue;
    const candidate = present ? { ...present, operation } : compare(operation, asked);
    if (candidate !== undefined) best.set(operation.template, candidate);
  }
  return [...best.values()]
    .sort((a, b) => a.cost - b.cost)
    .slice(0, LIMIT)
    .map(({ operation, reason }) => ({ operation, reason }));
}

function compare(operation: Operation, asked: readonly string[]): Candidate | undefined {
  const template = segmentsOf(pathOfTemplate(operation.template));
  const surplus = template.length - asked.length;
  if (Math.abs(surplus) > 2) return undefined;
  const cost = alignmentCost(template, asked);
  const similar = cost <= Math.max(0.8, Math.max(asked.length, template.length) / 3);
  return similar && sharesText(template, asked)
    ? { operation, cost, reason: reasonFor(operation, template, asked) }
    : undefined;
}

/** Parameters stand for anything, so without a word in common no path is near. */
function sharesText(template: readonly string[], asked: readonly string[]): boolean {
  const literals = template.filter((segment) => !segment.includes('{'));
  return (
    literals.length === 0 || literals.some((literal) => asked.some((segment) => segmentCost(literal, segment) < 0.6))
  );
}

function reasonFor(operation: Operation, template: readonly string[], asked: readonly string[]): string {
  const surplus = template.length - asked.length;
  if (surplus === 0) return `did you mean ${operation.template}`;
  const shorter = surplus < 0 ? template : asked;
  const longer = surplus < 0 ? asked : template;
  if (Math.abs(surplus) === 1 && longer.at(-1) === '' && alignmentCost(shorter, longer.slice(0, -1)) < 0.2) {
    return surplus < 0 ? 'without the slash at the end' : 'with a slash at the end';
  }
  return `${Math.abs(surplus) === 1 ? 'one segment' : 'two segments'} ${surplus > 0 ? 'more' : 'fewer'}`;
}

/** Edit distance over segments: what it costs to turn one list into the other, a parameter standing for any segment. */
function alignmentCost(template: readonly string[], asked: readonly string[]): number {
  let previous = Array.from({ length: asked.length + 1 }, (_, index) => index * GAP);
  template.forEach((segment, row) => {
    const current = [(row + 1) * GAP];
    asked.forEach((other, column) => {
      const replaced = (previous[column] ?? 0) + segmentCost(segment, other);
      const dropped = (previous[column + 1] ?? 0) + GAP;
      const added = (current[column] ?? 0) + GAP;
      current.push(Math.min(replaced, dropped, added));
    });
    previous = current;
  });
  return previous[asked.length] ?? 0;
}

function segmentCost(template: string, asked: string): number {
  if (template === asked) return 0;
  if (template.includes('{')) return asked === '' ? GAP + 0.05 : 0.05;
  const length = Math.max(template.length, asked.length);
  if (Math.min(template.length, asked.length) * 2 < length) return 1;
  return Math.min(1, (1.5 * editDistance(template.toLowerCase(), asked.toLowerCase()) + 0.1) / length);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function segmentsOf(path: string): string[] {
  return path
    .slice(0, SEGMENTS * CHARACTERS)
    .split('/', SEGMENTS + 1)
    .slice(1)
    .map((segment) => segment.slice(0, CHARACTERS));
}
