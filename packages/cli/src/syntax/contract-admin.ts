import { cleanFlags, tokenFlags } from '../options/contract-admin-flags.ts';
import { command } from './command.ts';

/** The commands that look after a registry. */
export const contractAdminCommands = [
  command({
    words: ['contract', 'token'],
    positionals: '<action> [id]',
    usage: 'create|list|revoke [ID]',
    needs: 'create, list or revoke',
    describe: 'Say who may use a registry: make a token and show it once, list them, end one at once',
    epilogue: 'From the first token on, nobody is answered without one.',
    flags: tokenFlags,
    builder: (token) =>
      token
        .positional('action', {
          choices: ['create', 'list', 'revoke'] as const,
          demandOption: true,
          description: 'What to do',
        })
        .positional('id', { type: 'string', description: 'For revoke: of the token, as list shows it' }),
    run: async (parsed, invocation) =>
      (await import('../commands/contract-token.ts')).contractToken(parsed, invocation),
  }),
  command({
    words: ['contract', 'clean'],
    describe: 'Remove old versions from a registry: never what is deployed, released, or the newest of a branch',
    flags: cleanFlags,
    builder: (clean) => clean,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-clean.ts')).contractClean(parsed, invocation),
  }),
];
