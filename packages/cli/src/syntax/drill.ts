import { drillFlags } from '../options/drill-flags.ts';
import { command } from './command.ts';

/** The command that proves what a client survives. */
export const drillCommands = [
  command({
    words: ['drill'],
    positionals: '<document>',
    usage: 'DOCUMENT [options] -- TEST COMMAND',
    needs: 'a document',
    describe: "Run a client's own tests under every failure of every operation that they use",
    epilogue:
      'The command gets the URL of its double in STUNT_URL and in the variable of --env. Exit code 0: no cell outside the plan; 1: some; 2: the drill could not run.',
    takesCommand: true,
    flags: drillFlags,
    builder: (drill) =>
      drill.positional('document', { type: 'string', demandOption: true, description: 'File or URL' }),
    run: async (parsed, invocation) => (await import('../commands/drill.ts')).drillCommand(parsed, invocation),
  }),
];
