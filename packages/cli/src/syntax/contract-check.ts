import { checkFlags, verifyProviderFlags } from '../options/contract-check-flags.ts';
import { command } from './command.ts';

/** The commands that hold pacts, and a running provider, against an OpenAPI document. */
export const contractCheckCommands = [
  command({
    words: ['contract', 'check'],
    positionals: '[paths..]',
    usage: 'PACT|FOLDER… [--document] DOCUMENT',
    describe: 'Hold pacts against an OpenAPI document',
    epilogue: 'Exit code 0: compatible. 1: not. 2: that could not be found out.',
    flags: checkFlags,
    builder: (check) =>
      check.positional('paths', {
        type: 'string',
        array: true,
        description: 'Pact files, or folders of them',
        defaultDescription: 'those of the broker',
      }),
    run: async (parsed, invocation) =>
      (await import('../commands/contract-check.ts')).contractCheck(parsed, invocation),
  }),
  command({
    words: ['contract', 'verify-provider'],
    positionals: '<document>',
    usage: 'DOCUMENT --provider-url URL',
    needs: 'a document',
    describe: 'Hold a running provider against its own document',
    epilogue: 'Exit code 0: it keeps it. 1: it does not. 2: that could not be found out.',
    flags: verifyProviderFlags,
    builder: (verify) =>
      verify.positional('document', { type: 'string', demandOption: true, description: 'File or URL' }),
    run: async (parsed, invocation) =>
      (await import('../commands/contract-verify-provider.ts')).contractVerifyProvider(parsed, invocation),
  }),
];
