import { nearestName } from '@stuntdouble/engine/nearest-name';
import { CliError } from './errors.ts';
import type { Command } from './syntax/command.ts';

/** Words yargs's complaint about a command line: what is unknown, and what was probably meant. */
export function usageError(
  message: string,
  args: readonly string[],
  commands: readonly Command[],
  invokedAs: string,
): CliError {
  const place = placeOf(args, commands);
  const help = `See ${[invokedAs, ...place.words].join(' ')} --help`;
  const other = lacksDashes(args, place)
    ? `Another command goes behind --, as in: ${[...place.words, '… -- npm test'].join(' ')}`
    : help;
  const [, names] = /^Unknown (?:arguments?|commands?): (.*)$/.exec(message) ?? [];
  if (names === undefined) return new CliError('USAGE', reworded(message, place), help);
  const [name = ''] = names.split(', ');
  const isFlag = args.some((arg) => arg.startsWith('-') && arg.replace(/^-+/, '').split('=')[0] === name);
  if (isFlag) return unknownFlag(name, place, other);
  if (place.command) return new CliError('USAGE', `"${name}" is one argument too many`, other);
  return unknownCommand(name, place, invokedAs);
}

/** A command of its own is expected, and nothing says where it begins. */
const lacksDashes = (args: readonly string[], { command }: Place): boolean =>
  command?.takesCommand === true && !args.includes('--');

/** How far the words of a command line lead. */
interface Place {
  readonly words: readonly string[];
  readonly command: Command | undefined;
  /** The words that may follow. */
  readonly next: readonly string[];
}

const everywhere = ['debug', 'help', 'version'];

function placeOf(args: readonly string[], commands: readonly Command[]): Place {
  const isCalled = ({ words, alias }: Command) =>
    words.every((word, index) => args[index] === word || (index === words.length - 1 && args[index] === alias));
  const command = commands.find(isCalled);
  if (command) return { words: args.slice(0, command.words.length), command, next: [] };
  const members = commands.filter(({ words }) => words.length > 1 && words[0] === args[0]);
  if (members.length > 0)
    return { words: args.slice(0, 1), command: undefined, next: members.map(({ words }) => words[1] ?? '') };
  const names = commands.flatMap(({ words, alias }) => [words[0] ?? '', alias ?? []].flat());
  return { words: [], command: undefined, next: [...new Set(names)] };
}

function unknownFlag(name: string, { command }: Place, help: string): CliError {
  const flags = [...Object.keys(command?.flags ?? {}), ...everywhere];
  const nearest = nearestName(name, flags);
  const about = command?.aboutFlags === undefined ? '' : `; ${command.aboutFlags}`;
  const hint = nearest ? `Did you mean --${nearest}?` : help;
  return new CliError('USAGE', `there is no flag ${name.length === 1 ? '-' : '--'}${name}${about}`, hint);
}

function unknownCommand(name: string, { words, next }: Place, invokedAs: string): CliError {
  if (/\.(json|ya?ml)$|^https?:/i.test(name) && words.length === 0)
    return new CliError('USAGE', `"${name}" is no command`, `To serve it: ${invokedAs} serve ${name}`);
  const nearest = nearestName(name, next);
  const hint = nearest ? `Did you mean ${[...words, nearest].join(' ')}?` : `Commands: ${next.join(', ')}`;
  return new CliError('USAGE', `there is no command "${[...words, name].join(' ')}"`, hint);
}

/** yargs counts arguments and lists choices over several lines; a person wants one sentence. */
function reworded(message: string, { words, command }: Place): string {
  const [, flag, given, choices] = /Argument: (\S+), Given: (.*), Choices: (.*)/.exec(message) ?? [];
  if (flag) return `--${flag} is ${given}; allowed: ${choices}`;
  const [, bare] = /^Not enough arguments following: (\S+)/.exec(message) ?? [];
  if (bare) return `${bare.length === 1 ? '-' : '--'}${bare} needs a value`;
  if (!message.startsWith('Not enough non-option arguments')) return message;
  return `${words.join(' ')} needs ${command?.needs ?? 'more'}`;
}
