import type { Options } from 'yargs';
import { controlFlags } from '../options/control-flags.ts';
import { whereFlags } from '../options/rule-flags.ts';
import { command } from './command.ts';

const output = {
  type: 'string',
  alias: 'o',
  requiresArg: true,
  description: 'File for the report; .html, .json and .txt say its form',
} as const satisfies Options;

const report = {
  choices: ['text', 'json', 'html'],
  requiresArg: true,
  description: 'Form of the report',
  defaultDescription: 'text',
} as const satisfies Options;

const runId = { type: 'string', description: 'Of a run', defaultDescription: 'the latest one' } as const;

/** The commands of scenarios and their runs. */
export const scenarioCommands = [
  command({
    words: ['scenario', 'run'],
    positionals: '<scenario>',
    usage: 'NAME|FILE',
    needs: 'the name of a scenario, or a file',
    describe: 'Run a scenario: phases of faults, one after the other',
    flags: {
      ...whereFlags,
      loop: {
        type: 'boolean',
        description: 'Begin again after the last phase; --no-loop: not',
        defaultDescription: "the scenario's",
      },
      wait: { type: 'boolean', description: 'Follow the phases, then print the report' },
      report,
      output,
      ...controlFlags,
    },
    builder: (run) =>
      run.positional('scenario', { type: 'string', demandOption: true, description: 'See: scenario list' }),
    run: async (parsed, invocation) => (await import('../commands/scenario-run.ts')).scenarioRun(parsed, invocation),
  }),
  command({
    words: ['scenario', 'status'],
    describe: 'Show the runs and the phase they are in',
    flags: controlFlags,
    builder: (status) => status,
    run: async (parsed, invocation) =>
      (await import('../commands/scenario-status.ts')).scenarioStatus(parsed, invocation),
  }),
  acting('stop', 'End a run and remove its faults'),
  acting('pause', 'Let the time of the phase stand still; its faults stay'),
  acting('resume', 'Let a paused run go on'),
  command({
    words: ['scenario', 'skip'],
    positionals: '[id]',
    usage: '[ID]',
    describe: 'Go on with the next phase, or with one by name',
    flags: { to: { type: 'string', requiresArg: true, description: 'Name of a phase' }, ...controlFlags },
    builder: (skip) => skip.positional('id', runId),
    run: async (parsed, invocation) =>
      (await import('../commands/scenario-act.ts')).scenarioAct('skip', parsed, invocation),
  }),
  command({
    words: ['scenario', 'list'],
    describe: 'Show the scenarios that can be run',
    flags: controlFlags,
    builder: (list) => list,
    run: async (parsed, invocation) => (await import('../commands/scenario-list.ts')).scenarioList(parsed, invocation),
  }),
  command({
    words: ['scenario', 'report'],
    positionals: '[id]',
    usage: '[ID]',
    describe: 'Print the report of a run: time line, traffic, what clients did',
    flags: { report, output, ...controlFlags },
    builder: (print) => print.positional('id', runId),
    run: async (parsed, invocation) =>
      (await import('../commands/scenario-report.ts')).scenarioReport(parsed, invocation),
  }),
];

function acting(action: 'stop' | 'pause' | 'resume', describe: string) {
  return command({
    words: ['scenario', action],
    positionals: '[id]',
    usage: '[ID]',
    describe,
    flags: controlFlags,
    builder: (act) => act.positional('id', runId),
    run: async (parsed, invocation) =>
      (await import('../commands/scenario-act.ts')).scenarioAct(action, parsed, invocation),
  });
}
