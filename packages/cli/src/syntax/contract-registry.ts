import { contractServeFlags } from '../options/contract-serve-flags.ts';
import { command } from './command.ts';

/** The registry's own commands. */
export const contractRegistryCommands = [
  command({
    words: ['contract', 'serve'],
    describe: 'Keep contracts: a registry that the clients of the Pact Broker know how to use',
    epilogue: 'Everything is in one SQLite file. Without a token only this machine is answered.',
    flags: contractServeFlags,
    builder: (serve) => serve,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-serve.ts')).contractServe(parsed, invocation),
  }),
];
