import { impactFlags } from '../options/impact-flags.ts';
import { command } from './command.ts';

/** What a new version of a document does to those who use the old one. */
export const contractImpactCommands = [
  command({
    words: ['contract', 'impact'],
    positionals: '<old> <new>',
    usage: 'OLD NEW',
    needs: 'two documents, the old one and the new one',
    describe: 'Say what a new version of a document breaks, and whom',
    epilogue: 'Exit code 0: nothing of what --fail-on names. 1: something of it. 2: that could not be found out.',
    flags: impactFlags,
    builder: (impact) =>
      impact
        .positional('old', { type: 'string', demandOption: true, description: 'File or URL of what is in use' })
        .positional('new', { type: 'string', demandOption: true, description: 'File or URL of what is proposed' }),
    run: async (parsed, invocation) =>
      (await import('../commands/contract-impact.ts')).contractImpact(parsed, invocation),
  }),
];
