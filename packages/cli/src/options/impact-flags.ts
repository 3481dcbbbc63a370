import type { Options } from 'yargs';

/** The flags of `stunt contract impact`. */
export const failOnChoices = ['breaking', 'breaking-for-deployed', 'risky', 'never'] as const;

export type FailOn = (typeof failOnChoices)[number];

export const impactFlags = {
  pacts: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Whose contracts:',
    description: 'Files or folders of pacts; all of them are taken for deployed',
  },
  provider: {
    type: 'string',
    requiresArg: true,
    group: 'Whose contracts:',
    description: 'The provider that the documents describe',
    defaultDescription: 'the only one that the pacts name',
  },
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
