import yargs, { type Argv } from 'yargs';
import type { Invocation, Outcome } from './outcome.ts';
import type { Command, Run } from './syntax/command.ts';
import { commandsFor, groups } from './syntax/commands.ts';
import { usageError } from './usage-error.ts';

const purpose = 'A test double that takes the falls for your API.';

/** Reads the command line and runs the command that it asks for. Holds no work: each command's module is loaded when it is its turn. */
export async function runCommandLine(args: readonly string[], invocation: Invocation): Promise<Outcome> {
  let run: Run | undefined;
  const commands = await commandsFor(args);
  const hand = (chosen: Run): void => {
    run = chosen;
  };
  const parser = addAll(yargs().scriptName(invocation.invokedAs).usage(`$0 COMMAND\n\n${purpose}`), commands, hand)
    .option('debug', { type: 'boolean', description: 'Print the stack of an unexpected error', global: true })
    .parserConfiguration({ 'greedy-arrays': false })
    .locale('en')
    .version(invocation.version)
    .help('help')
    .group(['help', 'version', 'debug'], 'General:')
    .demandCommand(1, 'No command was given')
    .strict()
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw error && error.name !== 'YError' ? error : usageError(message, args, commands, invocation.invokedAs);
    });
  let text = '';
  // With a callback yargs hands help and version over instead of printing them.
  await parser.parseAsync(ownArguments(args, commands), {}, (error: unknown, _: unknown, output: string) => {
    if (error) throw error;
    text = output;
  });
  return run ? run(invocation) : { exitCode: 0, text };
}

/** Without the command behind `--`, where there may be one; elsewhere without the `--`, behind which yargs looks for no argument. */
function ownArguments(args: readonly string[], commands: readonly Command[]): string[] {
  const dashes = args.indexOf('--');
  const isCut = dashes > 0 && commands.some(({ words, takesCommand }) => takesCommand && words[0] === args[0]);
  if (isCut) return args.slice(0, dashes);
  const isPlain = dashes > 0 && args.slice(dashes + 1).every((arg) => !arg.startsWith('-'));
  return isPlain ? args.toSpliced(dashes, 1) : [...args];
}

function addAll(parser: Argv, commands: readonly Command[], hand: (run: Run) => void): Argv {
  let added = parser;
  for (const [first, members] of Map.groupBy(commands, ({ words }) => words[0] ?? '')) {
    const [single] = members;
    const isGroup = groups[first] !== undefined;
    added = isGroup ? addGroup(added, first, members, hand) : (single?.addTo(added, hand) ?? added);
  }
  return added;
}

function addGroup(parser: Argv, name: string, members: readonly Command[], hand: (run: Run) => void): Argv {
  const describe = groups[name] ?? '';
  return parser.command({
    command: name,
    describe,
    builder: (group) =>
      members
        .reduce((inner, member) => member.addTo(inner, hand), group.usage(`$0 ${name} COMMAND\n\n${describe}.`))
        .demandCommand(1, 'No command was given'),
    handler: () => {},
  });
}
