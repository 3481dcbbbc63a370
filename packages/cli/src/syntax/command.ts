import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';
import { CliError } from '../errors.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** One command as it is typed: words, arguments, flags. Holds no work: `run` loads the command's module when it was asked for. */
export interface Command {
  /** `['fault', 'add']`. */
  readonly words: readonly string[];
  readonly alias?: string;
  readonly flags: Readonly<Record<string, Options>>;
  /** What is missing where an argument is: `a document`. */
  readonly needs?: string;
  /** What to say of a flag that the command does not have, beyond its nearest one. */
  readonly aboutFlags?: string;
  /** What stands behind `--` is a command of its own, and is read from `Invocation.args`. */
  readonly takesCommand?: boolean;
  addTo(parser: Argv, hand: (run: Run) => void): Argv;
}

export type Run = (invocation: Invocation) => Promise<Outcome>;

type Flags = Readonly<Record<string, Options>>;

export interface CommandSyntax<F extends Flags, Parsed>
  extends Pick<Command, 'words' | 'alias' | 'needs' | 'aboutFlags' | 'takesCommand'> {
  /** As yargs has it: `<kind>`, `[ids..]`. */
  readonly positionals?: string;
  /** The same for the line of usage, where that differs. */
  readonly usage?: string;
  readonly describe: string;
  readonly epilogue?: string;
  readonly flags: F;
  readonly builder: (command: Argv<InferredOptionTypes<F>>) => Argv<Parsed>;
  readonly run: (parsed: ArgumentsCamelCase<Parsed>, invocation: Invocation) => Promise<Outcome>;
}

export function command<F extends Flags, Parsed>(syntax: CommandSyntax<F, Parsed>): Command {
  const { words, alias, positionals = '', usage, describe, epilogue, flags, builder, run } = syntax;
  // Named, the group comes before that of the flags that every command has.
  const ungrouped = Object.keys(flags).filter((flag) => flags[flag]?.group === undefined);
  const typed = `${words.at(-1)} ${positionals}`.trim();
  return {
    ...syntax,
    addTo: (parser, hand) =>
      parser.command({
        command: alias === undefined ? typed : [typed, alias],
        describe,
        builder: (inner) => {
          const shown = `$0 ${[...words, usage ?? positionals].join(' ').trim()}\n\n${describe}.`;
          const checked = inner.usage(shown).check((parsed) => noRepeats(parsed, flags));
          // Built in, the flag would print our version and end: here it takes that of an application.
          const described = 'version' in flags ? checked.version(false) : checked;
          return builder((epilogue === undefined ? described : described.epilogue(epilogue)).options(flags)).group(
            ungrouped,
            'Options:',
          );
        },
        handler: (parsed) => hand((invocation) => run(parsed, invocation)),
      }),
  };
}

/** A flag that takes one value and is given twice would arrive as a list. */
function noRepeats(parsed: Readonly<Record<string, unknown>>, flags: Flags): true {
  for (const [flag, options] of Object.entries(flags)) {
    if (Array.isArray(parsed[flag]) && !options.array)
      throw new CliError('USAGE', `--${flag} was given more than once`);
  }
  return true;
}
