import type { Operation } from '../operation.ts';
import { pathOfTemplate } from './template.ts';

/** An operation that a path without a match may have meant, and why. */
export interface NearMiss {
  readonly operation: Operation;
  /** Worded to stand behind the operation: `did you mean /intakes/{id}`, `one segment more`. */
  readonly reason: string;
}

/** One template, cut up once. */
interface Route {
  readonly template: string;
  /** One per method; the first of the document first. */
  readonly operations: Operation[];
  readonly words: readonly Word[];
}

/** A segment that templates have: each is compared once with each segment of a path, however many templates share it. */
interface Word {
  readonly index: number;
  readonly text: string;
  readonly lower: string;
  readonly isParameter: boolean;
}

const LIMIT = 3;
/** What is compared of a path: long ones are never near anything. */
const SEGMENTS = 16;
const CHARACTERS = 40;
/** Price of a segment too many or too few. */
const GAP = 0.75;

/** Up to three operations whose templates are nearest to a path, one per template. */
export type FindNearest = (method: string, path: string) => NearMiss[];

/** Cuts the templates up on the first miss, and never for documents that are always met. */
export function createFindNearest(operations: readonly Operation[]): FindNearest {
  let routes: readonly Route[] | undefined;
  return (method, path) => {
    routes ??= routesOf(operations);
    const asked = askedOf(path);
    return routes
      .flatMap((route) => {
        const cost = costOf(route.words, asked);
        return cost === undefined ? [] : [{ route, cost }];
      })
      .sort((a, b) => a.cost - b.cost)
      .slice(0, LIMIT)
      .flatMap(({ route }) => {
        const operation = route.operations.find((candidate) => candidate.method === method) ?? route.operations[0];
        return operation === undefined ? [] : [{ operation, reason: reasonFor(route, asked) }];
      });
  };
}

function routesOf(operations: readonly Operation[]): Route[] {
  const routes = new Map<string, Route>();
  const words = new Map<string, Word>();
  const wordOf = (text: string): Word => {
    const word = words.get(text) ?? {
      index: words.size,
      text,
      lower: text.toLowerCase(),
      isParameter: text.includes('{'),
    };
    words.set(text, word);
    return word;
  };
  for (const operation of operations) {
    const { template } = operation;
    const route = routes.get(template);
    if (route !== undefined) route.operations.push(operation);
    else
      routes.set(template, {
        template,
        operations: [operation],
        words: segmentsOf(pathOfTemplate(template)).map(wordOf),
      });
  }
  return [...routes.values()];
}

/** The segments of a path, each with what the words that it was compared with so far cost. */
type Asked = readonly AskedSegment[];

interface AskedSegment {
  readonly text: string;
  readonly lower: string;
  readonly costs: number[];
}

const askedOf = (path: string): Asked =>
  segmentsOf(path).map((text) => ({ text, lower: text.toLowerCase(), costs: [] }));

/** Undefined where the template is not near. */
function costOf(template: readonly Word[], asked: Asked): number | undefined {
  if (Math.abs(template.length - asked.length) > 2 || !sharesText(template, asked)) return undefined;
  const cost = alignmentCost(template, asked);
  return cost <= Math.max(0.8, Math.max(asked.length, template.length) / 3) ? cost : undefined;
}

/** Parameters stand for anything, so without a word in common no path is near. */
function sharesText(template: readonly Word[], asked: Asked): boolean {
  let hasLiterals = false;
  for (const word of template) {
    if (word.isParameter) continue;
    hasLiterals = true;
    for (const segment of asked) if (segmentCost(word, segment) < 0.6) return true;
  }
  return !hasLiterals;
}

function reasonFor({ template, words }: Route, asked: Asked): string {
  const surplus = words.length - asked.length;
  if (surplus === 0) return `did you mean ${template}`;
  const last = surplus < 0 ? asked.at(-1)?.text : words.at(-1)?.text;
  if (Math.abs(surplus) === 1 && last === '') {
    const same = surplus < 0 ? alignmentCost(words, asked.slice(0, -1)) : alignmentCost(words.slice(0, -1), asked);
    if (same < 0.2) return surplus < 0 ? 'without the slash at the end' : 'with a slash at the end';
  }
  return `${Math.abs(surplus) === 1 ? 'one segment' : 'two segments'} ${surplus > 0 ? 'more' : 'fewer'}`;
}

/** One row of a table of distances at a time, in place. Nothing waits while one is filled. */
const COSTS = new Float64Array(SEGMENTS + 2);
const EDITS = new Uint8Array(CHARACTERS + 1);

/** Edit distance over segments: what it costs to turn one list into the other, a parameter standing for any segment. */
function alignmentCost(template: readonly Word[], asked: Asked): number {
  for (let column = 0; column <= asked.length; column++) COSTS[column] = column * GAP;
  let row = 0;
  for (const word of template) {
    let diagonal = row * GAP;
    row++;
    let left = row * GAP;
    let column = 0;
    for (const segment of asked) {
      const above = COSTS[column + 1] ?? 0;
      COSTS[column] = left;
      left = Math.min(diagonal + segmentCost(word, segment), above + GAP, left + GAP);
      diagonal = above;
      column++;
    }
    COSTS[column] = left;
  }
  return COSTS[asked.length] ?? 0;
}

function segmentCost(word: Word, asked: AskedSegment): number {
  const known = asked.costs[word.index];
  if (known !== undefined) return known;
  const cost = compare(word, asked);
  asked.costs[word.index] = cost;
  return cost;
}

function compare({ text, lower, isParameter }: Word, asked: AskedSegment): number {
  if (text === asked.text) return 0;
  if (isParameter) return asked.text === '' ? GAP + 0.05 : 0.05;
  const length = Math.max(text.length, asked.text.length);
  if (Math.min(text.length, asked.text.length) * 2 < length) return 1;
  return Math.min(1, (1.5 * editDistance(lower, asked.lower) + 0.1) / length);
}

function editDistance(a: string, b: string): number {
  for (let column = 0; column <= b.length; column++) EDITS[column] = column;
  for (let row = 1; row <= a.length; row++) {
    const code = a.charCodeAt(row - 1);
    let diagonal = row - 1;
    let left = row;
    for (let column = 1; column <= b.length; column++) {
      const above = EDITS[column] ?? 0;
      EDITS[column - 1] = left;
      left = Math.min(diagonal + (code === b.charCodeAt(column - 1) ? 0 : 1), above + 1, left + 1);
      diagonal = above;
    }
    EDITS[b.length] = left;
  }
  return EDITS[b.length] ?? 0;
}

function segmentsOf(path: string): string[] {
  return path
    .slice(0, SEGMENTS * CHARACTERS)
    .split('/', SEGMENTS + 1)
    .slice(1)
    .map((segment) => segment.slice(0, CHARACTERS));
}
