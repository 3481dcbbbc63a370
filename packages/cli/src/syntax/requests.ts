import { controlFlags } from '../options/control-flags.ts';
import { command } from './command.ts';

/** The commands that read the journal and the metrics. */
export const requestCommands = [
  command({
    words: ['requests'],
    describe: 'Show the latest requests, and what happened to them',
    flags: {
      operation: { type: 'string', requiresArg: true, description: 'operationId' },
      status: { type: 'string', requiresArg: true, description: '503, or a class: 5xx' },
      since: { type: 'string', requiresArg: true, description: 'A time, or how long ago: 5m' },
      limit: { type: 'number', requiresArg: true, description: 'At most so many', defaultDescription: '100' },
      follow: { type: 'boolean', alias: 'f', description: 'Go on printing requests as they come' },
      ...controlFlags,
    },
    builder: (requests) => requests,
    run: async (parsed, invocation) => (await import('../commands/requests.ts')).requests(parsed, invocation),
  }),
  command({
    words: ['why'],
    positionals: '<id>',
    usage: 'REQUEST-ID',
    needs: 'the Stunt-Request-Id of an answer',
    describe: 'Explain one answer: what was refused, which fault fired, where the body came from',
    flags: controlFlags,
    builder: (why) =>
      why.positional('id', { type: 'string', demandOption: true, description: 'The Stunt-Request-Id of the answer' }),
    run: async (parsed, invocation) => (await import('../commands/why.ts')).why(parsed, invocation),
  }),
  command({
    words: ['stats'],
    describe: 'Show volume, success and durations by sandbox and operation, and where partners are stuck',
    flags: { ...controlFlags, sandbox: { ...controlFlags.sandbox, defaultDescription: 'all of them' } },
    builder: (stats) => stats,
    run: async (parsed, invocation) => (await import('../commands/stats.ts')).stats(parsed, invocation),
  }),
];
