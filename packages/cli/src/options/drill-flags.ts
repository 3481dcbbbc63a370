import type { InferredOptionTypes, Options } from 'yargs';
import { formatFlag } from './control-flags.ts';

/** A number: as one, what is none would arrive as NaN, and could not be told back. */
const asGiven = (given: number | string): number | string => given;

/** The flags of `stunt drill`. */
export const drillFlags = {
  env: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'The client:',
    description: 'Variable from which the client takes its base URL; may be given more than once',
  },
  attach: {
    type: 'string',
    requiresArg: true,
    group: 'The client:',
    description: 'URL of an app that runs and asks the double on --port; the command behind -- is a probe of it',
  },
  port: {
    coerce: asGiven,
    requiresArg: true,
    group: 'The client:',
    description: 'Port of the double, with --attach',
    defaultDescription: '4010',
  },
  intercept: {
    type: 'string',
    requiresArg: true,
    group: 'The client:',
    description: 'Host that is built into the client: its calls of https://HOST reach the double',
  },
  auth: {
    choices: ['off', 'presence', 'enforce'],
    requiresArg: true,
    group: 'The client:',
    description: 'Whether its credentials must be there, or be right as well (STUNT_API_KEY)',
    defaultDescription: 'presence',
  },
  seed: { type: 'string', requiresArg: true, group: 'The client:', description: 'Of generated data' },
  plan: {
    type: 'string',
    requiresArg: true,
    group: 'Cells:',
    description: 'File with modes, deadline, thresholds, what is let pass, waivers',
  },
  deadline: {
    type: 'string',
    requiresArg: true,
    group: 'Cells:',
    description: 'How long one run may take: 30s',
    defaultDescription: '30s, or three times the baseline',
  },
  only: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Cells:',
    description: "Cells by id, or of an operation or a mode: createIntake.hang, '*.hang'",
  },
  list: { type: 'boolean', group: 'Cells:', description: 'Print the cells and run nothing' },
  jobs: {
    coerce: asGiven,
    requiresArg: true,
    group: 'Cells:',
    description: 'Cells at the same time; test suites may share ports and databases',
    defaultDescription: '1',
  },
  budget: {
    type: 'string',
    requiresArg: true,
    group: 'Cells:',
    description: 'Time for all: the most telling cells first',
  },
  'changed-since': {
    type: 'string',
    requiresArg: true,
    group: 'Cells:',
    description: 'JSON report of an earlier drill: cells are not run again where nothing changed',
  },
  baseline: {
    type: 'string',
    requiresArg: true,
    group: 'Reports:',
    description: 'JSON report of an earlier drill, to say what got better and what worse',
  },
  junit: { type: 'string', requiresArg: true, group: 'Reports:', description: 'File for JUnit XML' },
  html: {
    type: 'string',
    requiresArg: true,
    group: 'Reports:',
    description: 'File for a page with the time line of each cell',
  },
  markdown: {
    type: 'string',
    requiresArg: true,
    group: 'Reports:',
    description: 'File for Markdown, as for a pull request',
  },
  json: { type: 'string', requiresArg: true, group: 'Reports:', description: 'File for what --format json prints' },
  format: { ...formatFlag, group: 'Reports:' },
} as const satisfies Record<string, Options>;

export type DrillArguments = Partial<InferredOptionTypes<typeof drillFlags>> & { readonly document: string };
