import yargs, { type Argv } from 'yargs';
import type { CheckArguments } from './commands/check.ts';
import { CliError } from './errors.ts';
import type { ServeArguments } from './options/resolve-serve.ts';
import { serveFlags } from './options/serve-flags.ts';
import type { Invocation, Outcome } from './outcome.ts';
import { usageError } from './usage-error.ts';

const purpose = 'A test double that takes the falls for your API.';

const known = {
  commands: ['serve', 'mock', 'check'],
  flags: [...Object.keys(serveFlags), 'format', 'debug', 'help', 'version'],
};

/** The commands and their flags. Holds no work: each command's module is loaded when it is the one that was asked for. */
export async function runCommandLine(args: readonly string[], invocation: Invocation): Promise<Outcome> {
  let run: (() => Promise<Outcome>) | undefined;
  let parser = yargs().scriptName(invocation.invokedAs).usage(`$0 COMMAND\n\n${purpose}`);
  parser = addServe(parser, (parsed) => {
    run = async () => (await import('./commands/serve.ts')).serve(parsed, invocation);
  });
  parser = addCheck(parser, (parsed) => {
    run = async () => (await import('./commands/check.ts')).check(parsed, invocation);
  });
  parser
    .option('debug', { type: 'boolean', description: 'Print the stack of an unexpected error', global: true })
    .parserConfiguration({ 'greedy-arrays': false })
    .locale('en')
    .version(invocation.version)
    .help('help')
    .demandCommand(1, 'No command was given')
    .strict()
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw error && error.name !== 'YError' ? error : usageError(message, args, known, invocation.invokedAs);
    });
  let text = '';
  // With a callback yargs hands help and version over instead of printing them.
  await parser.parseAsync([...args], {}, (error: unknown, _: unknown, output: string) => {
    if (error) throw error;
    text = output;
  });
  return run ? run() : { exitCode: 0, text };
}

function addServe(parser: Argv, hand: (parsed: ServeArguments) => void): Argv {
  const describe = 'Serve OpenAPI documents (2.0 to 3.2) or Postman collections';
  const documents = {
    type: 'string',
    array: true,
    description: 'Files or URLs',
    defaultDescription: 'those of stunt.yaml',
  } as const;
  return parser.command({
    command: ['serve [documents..]', 'mock'],
    describe,
    builder: (command) =>
      command
        .usage(`$0 serve DOCUMENT...\n\n${describe}.`)
        .positional('documents', documents)
        .options(serveFlags)
        .check((parsed) => noRepeats(parsed)),
    handler: (parsed) => hand(parsed),
  });
}

function addCheck(parser: Argv, hand: (parsed: CheckArguments) => void): Argv {
  const describe = 'Say what is wrong with a document; exits 1 on errors';
  const seed = { type: 'string', description: 'The seed that is served with: repairs depend on it' } as const;
  const format = { choices: ['text', 'json'], default: 'text', description: 'For a person, or for a program' } as const;
  return parser.command({
    command: 'check <document>',
    describe,
    builder: (command) =>
      command
        .usage(`$0 check DOCUMENT\n\n${describe}.`)
        .positional('document', { type: 'string', demandOption: true, description: 'File or URL' })
        .option('seed', seed)
        .option('format', format),
    handler: (parsed) => hand(parsed),
  });
}

/** A flag that takes one value and is given twice would arrive as a list. */
function noRepeats(parsed: Readonly<Record<string, unknown>>): true {
  for (const [flag, options] of Object.entries(serveFlags)) {
    if (Array.isArray(parsed[flag]) && !('array' in options))
      throw new CliError('USAGE', `--${flag} was given more than once`);
  }
  return true;
}
