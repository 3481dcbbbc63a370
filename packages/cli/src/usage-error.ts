import { CliError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** Words yargs's complaint about a command line: what is unknown, and what was probably meant. */
export function usageError(message: string, args: readonly string[], known: KnownNames, invokedAs: string): CliError {
  const [, names] = /^Unknown (?:arguments?|commands?): (.*)$/.exec(message) ?? [];
  const command = known.commands.includes(args[0] ?? '') ? ` ${args[0]}` : '';
  if (names === undefined) return new CliError('USAGE', reworded(message, args), `See ${invokedAs}${command} --help`);
  const [name = ''] = names.split(', ');
  const isFlag = args.some((arg) => arg.startsWith('-') && arg.replace(/^-+/, '').split('=')[0] === name);
  return isFlag ? unknownFlag(name, known.flags, invokedAs) : unknownCommand(name, args, known.commands, invokedAs);
}

export interface KnownNames {
  readonly commands: readonly string[];
  readonly flags: readonly string[];
}

function unknownFlag(name: string, flags: readonly string[], invokedAs: string): CliError {
  const nearest = nearestName(name, flags);
  const hint = nearest ? `Did you mean --${nearest}?` : `${invokedAs} serve --help lists the flags`;
  return new CliError('USAGE', `there is no flag ${name.length === 1 ? '-' : '--'}${name}`, hint);
}

function unknownCommand(
  name: string,
  args: readonly string[],
  commands: readonly string[],
  invokedAs: string,
): CliError {
  if (commands.includes(args[0] ?? ''))
    return new CliError('USAGE', `"${name}" is one argument too many`, `See ${invokedAs} ${args[0]} --help`);
  if (/\.(json|ya?ml)$|^https?:/i.test(name))
    return new CliError('USAGE', `"${name}" is no command`, `To serve it: ${invokedAs} serve ${name}`);
  const nearest = nearestName(name, commands);
  const hint = nearest ? `Did you mean ${nearest}?` : `Commands: ${commands.join(', ')}`;
  return new CliError('USAGE', `there is no command "${name}"`, hint);
}

/** yargs counts arguments and lists choices over several lines; a person wants one sentence. */
function reworded(message: string, args: readonly string[]): string {
  const [, flag, given, choices] = /Argument: (\S+), Given: (.*), Choices: (.*)/.exec(message) ?? [];
  if (flag) return `--${flag} is ${given}; allowed: ${choices}`;
  const [, bare] = /^Not enough arguments following: (\S+)/.exec(message) ?? [];
  if (bare) return `${bare.length === 1 ? '-' : '--'}${bare} needs a value`;
  return message.startsWith('Not enough non-option arguments') ? `${args[0]} needs a document` : message;
}
