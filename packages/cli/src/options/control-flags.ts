import type { InferredOptionTypes, Options } from 'yargs';

/** The flags of the commands that talk to a double that runs. */
export const formatFlag = {
  choices: ['text', 'json'],
  default: 'text',
  requiresArg: true,
  description: 'For a person, or for a program',
} as const satisfies Options;

export const controlFlags = {
  sandbox: {
    type: 'string',
    requiresArg: true,
    group: 'Which double:',
    description: 'Name of a sandbox',
    defaultDescription: 'default',
  },
  control: {
    type: 'string',
    requiresArg: true,
    group: 'Which double:',
    description: 'Address of the control API',
    defaultDescription: 'STUNT_CONTROL_URL, else .stunt/server.json here or above',
  },
  format: formatFlag,
} as const satisfies Record<string, Options>;

/** The operator's rules hold in every sandbox and are in none. */
export const faultControlFlags = {
  ...controlFlags,
  sandbox: { ...controlFlags.sandbox, description: "Name of a sandbox, or '*' for all of them" },
} as const satisfies Record<string, Options>;

export type ControlArguments = Partial<InferredOptionTypes<typeof controlFlags>>;
