import type { Random } from '../../chance/random.ts';
import type { Node } from './walk.ts';

/** A place where a mode may apply: what to put there is computed only when it is tried. */
export interface Place {
  /** What the journal names: the node itself, or the property of it that goes, comes or gets another name. */
  readonly path: readonly string[];
  /** Other values for the node, the most telling first. The first one that really has the mode's effect is taken. */
  readonly tries: readonly (() => unknown)[];
}

/** Where and how one mode may change a node. Proposes; whether the schema is violated is judged elsewhere. */
export type Mutator = (node: Node, random: Random) => readonly Place[];

export const NOWHERE: readonly Place[] = [];

export function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list[Math.floor(random.next() * list.length)];
}
