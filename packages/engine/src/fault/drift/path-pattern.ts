import { pointerTokens } from '../../schema/pointer.ts';

/** A JSON pointer in which `*` stands for every item of an array. */
export interface PathPattern {
  /** Does the way to the place lead from here to that child? */
  leadsTo(path: readonly string[], child: string, isItem: boolean): boolean;
  /** Is this the place? `path` leads through children that `leadsTo` let pass. */
  isAt(path: readonly string[]): boolean;
}

export function pathPattern(pointer: string): PathPattern {
  const tokens = pointerTokens(pointer.replace(/^#/, ''));
  const fits = (depth: number, name: string, isItem: boolean): boolean =>
    depth < tokens.length && (tokens[depth] === name || (isItem && tokens[depth] === '*'));
  return {
    leadsTo: (path, child, isItem) => fits(path.length, child, isItem),
    isAt: (path) => path.length === tokens.length && path.every((name, depth) => fits(depth, name, /^\d+$/.test(name))),
  };
}
