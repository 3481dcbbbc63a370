import type { Options } from 'yargs';
import { faultControlFlags } from '../options/control-flags.ts';
import { command } from './command.ts';

const kindsFormat = {
  choices: ['text', 'json', 'markdown'],
  default: 'text',
  requiresArg: true,
  description: 'For a person, for a program, or for a document',
} as const satisfies Options;

/** The commands of faults whose flags are the same for every kind. */
export const faultCommands = [
  command({
    words: ['fault', 'list'],
    describe: "Show the faults in force, and the operator's",
    flags: { ...faultControlFlags, all: { type: 'boolean', description: 'Those of every sandbox' } },
    builder: (list) => list,
    run: async (parsed, invocation) => (await import('../commands/fault-list.ts')).faultList(parsed, invocation),
  }),
  command({
    words: ['fault', 'remove'],
    positionals: '<id>',
    usage: 'ID',
    needs: 'the id of a fault',
    describe: 'Remove one fault',
    flags: faultControlFlags,
    builder: (remove) =>
      remove.positional('id', { type: 'string', demandOption: true, description: 'See: fault list' }),
    run: async (parsed, invocation) => (await import('../commands/fault-remove.ts')).faultRemove(parsed, invocation),
  }),
  command({
    words: ['fault', 'clear'],
    describe: 'Remove all faults of a sandbox; the next answer is healthy, what was held goes on',
    flags: { ...faultControlFlags, all: { type: 'boolean', description: "Of every sandbox, and the operator's" } },
    builder: (clear) => clear,
    run: async (parsed, invocation) => (await import('../commands/fault-clear.ts')).faultClear(parsed, invocation),
  }),
  command({
    words: ['fault', 'kinds'],
    positionals: '[kind]',
    usage: '[KIND]',
    describe: 'Print the catalogue: every kind with its options',
    flags: { format: kindsFormat },
    builder: (kinds) => kinds.positional('kind', { type: 'string', description: 'Only this one' }),
    run: async (parsed) => (await import('../commands/fault-kinds.ts')).faultKinds(parsed),
  }),
];
