import type { Options } from 'yargs';
import { partnerFlags } from './partner-flags.ts';

/** The flags of `stunt contract impact`. */
export const failOnChoices = ['breaking', 'breaking-for-deployed', 'risky', 'never'] as const;

export type FailOn = (typeof failOnChoices)[number];

export const impactFlags = {
  ...partnerFlags,
  format: {
    choices: ['text', 'json', 'markdown'],
    default: 'text',
    requiresArg: true,
    description: 'For a person, for a program, or for a pull request',
  },
  'fail-on': {
    choices: failOnChoices,
    default: 'never',
    requiresArg: true,
    description: 'What ends with exit code 1',
  },
  all: { type: 'boolean', default: false, description: 'Show every safe difference too' },
} as const satisfies Record<string, Options>;
