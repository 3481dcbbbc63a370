import { brokerFlags } from '../options/contract-flags.ts';
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
  command({
    words: ['contract', 'export'],
    describe: 'Write all contracts of a broker into a file: pacts, versions, results, deployments',
    flags: {
      output: {
        type: 'string',
        alias: 'o',
        requiresArg: true,
        description: 'File to write',
        defaultDescription: 'stdout',
      },
      ...brokerFlags,
    },
    builder: (whole) => whole,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-export.ts')).contractExport(parsed, invocation),
  }),
  command({
    words: ['contract', 'import'],
    positionals: '<file>',
    usage: 'FILE',
    needs: 'a file that contract export wrote',
    describe: 'Fill a broker from such a file; what is there already stays',
    flags: brokerFlags,
    builder: (whole) =>
      whole.positional('file', { type: 'string', demandOption: true, description: 'Of contract export' }),
    run: async (parsed, invocation) =>
      (await import('../commands/contract-import.ts')).contractImport(parsed, invocation),
  }),
];
