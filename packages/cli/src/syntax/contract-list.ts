import { listFlags, showFlags, statesFlags } from '../options/contract-list-flags.ts';
import { command } from './command.ts';

/** The commands that show what there is. */
export const contractListCommands = [
  command({
    words: ['contract', 'list'],
    positionals: '[what]',
    usage: '[pacts|versions|pacticipants|environments|deployments]',
    describe: 'Show what a broker holds, and who is deployed where',
    flags: listFlags,
    builder: (list) =>
      list.positional('what', {
        choices: ['pacts', 'versions', 'pacticipants', 'environments', 'deployments'],
        default: 'pacts',
        description: 'What to list',
      }),
    run: async (parsed, invocation) => (await import('../commands/contract-list.ts')).contractList(parsed, invocation),
  }),
  command({
    words: ['contract', 'show'],
    describe: 'Show a pact as a person reads it',
    flags: showFlags,
    builder: (show) => show,
    run: async (parsed, invocation) => (await import('../commands/contract-show.ts')).contractShow(parsed, invocation),
  }),
  command({
    words: ['contract', 'states'],
    describe: 'Show the provider states that pacts need, and which have no handler',
    epilogue: 'Exit code 1: a state has no handler.',
    flags: statesFlags,
    builder: (states) => states,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-states.ts')).contractStates(parsed, invocation),
  }),
];
