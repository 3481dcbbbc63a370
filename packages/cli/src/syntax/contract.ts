import { publishFlags } from '../options/contract-publish-flags.ts';
import { verifyFlags } from '../options/contract-verify-flags.ts';
import { command } from './command.ts';
import { contractDeployCommands } from './contract-deploy.ts';
import { contractListCommands } from './contract-list.ts';

/** The commands of contracts. */
export const contractCommands = [
  command({
    words: ['contract', 'publish'],
    positionals: '<pacts..>',
    usage: 'PACT|FOLDER…',
    needs: 'pact files, or folders of them',
    describe: 'Send pacts to a broker as a version of their consumer',
    flags: publishFlags,
    builder: (publish) =>
      publish.positional('pacts', {
        type: 'string',
        array: true,
        demandOption: true,
        description: 'Files of the same pair are merged',
      }),
    run: async (parsed, invocation) =>
      (await import('../commands/contract-publish.ts')).contractPublish(parsed, invocation),
  }),
  command({
    words: ['contract', 'verify'],
    describe: 'Hold a running provider to its pacts',
    epilogue: 'Exit code 0: all are kept. 1: some are not. 2: that could not be found out.',
    flags: verifyFlags,
    builder: (verify) => verify,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-verify.ts')).contractVerify(parsed, invocation),
  }),
  ...contractDeployCommands,
  ...contractListCommands,
];
