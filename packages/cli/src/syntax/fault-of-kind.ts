import type { KindDescription } from '@stuntdouble/engine';
import type { Options } from 'yargs';
import { kindNamed } from '../fault/kind-named.ts';
import { controlFlags, faultControlFlags } from '../options/control-flags.ts';
import { whenFlags, whereFlags } from '../options/rule-flags.ts';
import { command } from './command.ts';

type Flags = Readonly<Record<string, Options>>;

/**
 * The commands whose flags depend on the kind of fault: its options come from the engine's catalogue, so that a kind that
 * is added there has its flags here. `kinds` is empty where neither command was asked for.
 */
export function faultOfKind(args: readonly string[], kinds: readonly KindDescription[]) {
  const kind = kindIn(args, kinds);
  const options = kind === undefined ? {} : flagsOf(kind);
  const common = { ...without(whereFlags, options), ...without(whenFlags, options) };
  const names = kinds.map((each) => each.kind).join(', ');
  const epilogue =
    kind === undefined
      ? `Kinds: ${names}.\nA kind's own flags: add its name before --help.`
      : `${kind.kind}: ${kind.summary}.`;
  const id = { type: 'string', requiresArg: true, description: 'Name of your own; the same again replaces' } as const;
  const seed = { type: 'string', requiresArg: true, description: 'Another choice where the fault has one' } as const;
  return [
    command({
      words: ['fault', 'add'],
      positionals: '<kind>',
      usage: kind === undefined ? 'KIND [options] [where] [when]' : `${kind.kind} [options] [where] [when]`,
      needs: `a kind: ${names}`,
      describe: 'Put a fault in force',
      epilogue,
      ...(kind && { aboutFlags: aboutFlags(kind, Object.keys(common)) }),
      flags: { ...options, ...common, id, ...faultControlFlags },
      builder: (add) => add.positional('kind', { type: 'string', demandOption: true, description: 'See: fault kinds' }),
      run: async (parsed, invocation) => (await import('../commands/fault-add.ts')).faultAdd(parsed, invocation),
    }),
    command({
      words: ['fault', 'preview'],
      positionals: '<operation> <kind>',
      usage: `OPERATION ${kind?.kind ?? 'KIND'} [options]`,
      needs: 'an operation and a kind',
      describe: "Show what a fault would make of an operation's answer",
      epilogue,
      ...(kind && { aboutFlags: aboutFlags(kind, ['seed']) }),
      flags: { ...options, seed, ...controlFlags },
      builder: (preview) =>
        preview
          .positional('operation', { type: 'string', demandOption: true, description: 'operationId' })
          .positional('kind', { type: 'string', demandOption: true, description: 'See: fault kinds' }),
      run: async (parsed, invocation) =>
        (await import('../commands/fault-preview.ts')).faultPreview(parsed, invocation),
    }),
  ];
}

/** The kind stands where it is asked for, or behind flags; a word in its place that is none is refused with the nearest one. */
function kindIn([, verb, ...rest]: readonly string[], kinds: readonly KindDescription[]): KindDescription | undefined {
  if (kinds.length === 0) return undefined;
  const find = (name: string | undefined) => kinds.find(({ kind }) => kind === name);
  const place = verb === 'preview' ? 1 : 0;
  const inPlace = rest[place];
  const found = find(inPlace) ?? find(rest.find((word) => find(word)));
  if (found || inPlace === undefined || rest.slice(0, place + 1).some((word) => word.startsWith('-'))) return found;
  return kindNamed(inPlace, kinds);
}

function flagsOf({ kind, options }: KindDescription): Flags {
  return Object.fromEntries(
    options.map(({ flag, form, description, default: fallback }): [string, Options] => [
      flag,
      {
        ...(form === 'true|false' ? { type: 'boolean' } : { type: 'string', requiresArg: true }),
        ...(form === 'NAME: VALUE' && { array: true }),
        group: `Options of ${kind}:`,
        description: `${description} (${form})`,
        ...(fallback !== undefined && { defaultDescription: fallback }),
      },
    ]),
  );
}

/** An option of the kind wins over a time of the same name: `after` of idle-close is a duration. */
function without(flags: Flags, taken: Flags): Flags {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => taken[name] === undefined));
}

function aboutFlags({ kind, options }: KindDescription, others: readonly string[]): string {
  const dashed = (flags: readonly string[]) => flags.map((flag) => `--${flag}`).join(', ');
  const own = options.length === 0 ? 'no options of its own' : dashed(options.map(({ flag }) => flag));
  return `${kind} has ${own}; besides ${dashed(others)}`;
}
