import type { Invocation } from '../outcome.ts';
import { quoted } from '../print/quoted.ts';

/** What was typed, in its two halves: the drill's own words, and the command behind `--`. */
export interface TypedDrill {
  readonly command: readonly string[];
  /** The line that runs one cell again. */
  replayOf(id: string): string;
}

/** Flags that say which cells there are, or where reports go: a replay has none of them. */
const LEFT_OUT = ['only', 'jobs', 'budget', 'changed-since', 'baseline', 'junit', 'html', 'markdown', 'json', 'format'];

export function typedDrill(
  { args, invokedAs }: Pick<Invocation, 'args' | 'invokedAs'>,
  otherwise: readonly string[] = [],
): TypedDrill {
  const dashes = args.indexOf('--');
  const typed = dashes === -1 ? [] : args.slice(dashes + 1);
  const own = dashes === -1 ? args : args.slice(0, dashes);
  const kept = own.filter((word, index) => !isLeftOut(word) && !isValueOf(own[index - 1]));
  const behind = typed.length === 0 ? [] : ['--', ...typed.map(quoted)];
  return {
    command: typed.length === 0 ? otherwise : typed,
    replayOf: (id) => [invokedAs, ...kept.map(quoted), '--only', quoted(id), ...behind].join(' '),
  };
}

const isLeftOut = (word: string): boolean =>
  LEFT_OUT.some((flag) => word === `--${flag}` || word.startsWith(`--${flag}=`));

const isValueOf = (before: string | undefined): boolean =>
  before !== undefined && LEFT_OUT.some((flag) => before === `--${flag}`);
