import { contractRecordFlags } from '../options/recording-flags.ts';
import { command } from './command.ts';

/** The command that makes a contract of a client's own traffic. */
export const contractRecordCommands = [
  command({
    words: ['contract', 'record'],
    usage: '--consumer NAME --provider NAME [options] [-- CLIENT COMMAND]',
    describe: "Make a pact of a client's own traffic in a sandbox",
    epilogue:
      'Behind --: the command that runs the client, which finds the sandbox in STUNT_URL; what it did is recorded. Without it: what the sandbox recorded, or all that comes until ^C.',
    takesCommand: true,
    flags: contractRecordFlags,
    builder: (record) => record,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-record.ts')).contractRecord(parsed, invocation),
  }),
];
