import { verifyFlags } from '../options/contract-verify-flags.ts';
import { command } from './command.ts';

/** The commands of contracts. */
export const contractCommands = [
  command({
    words: ['contract', 'verify'],
    describe: 'Hold a running provider to its pacts',
    epilogue: 'Exit code 0: all are kept. 1: some are not. 2: that could not be found out.',
    flags: verifyFlags,
    builder: (verify) => verify,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-verify.ts')).contractVerify(parsed, invocation),
  }),
];
