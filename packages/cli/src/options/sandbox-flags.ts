import type { InferredOptionTypes, Options } from 'yargs';
import { controlFlags, formatFlag } from './control-flags.ts';

/** The flags of the commands that make, show and end sandboxes. */
export const sandboxFlags = { control: controlFlags.control, format: formatFlag } as const satisfies Record<
  string,
  Options
>;

/** Where credentials are printed, a shell may be the reader. */
export const credentialsFlags = {
  control: controlFlags.control,
  format: {
    choices: ['text', 'json', 'env'],
    default: 'text',
    requiresArg: true,
    description: 'For a person, for a program, or for a shell: eval "$(… --format env)"',
  },
} as const satisfies Record<string, Options>;

export const settingsFlags = {
  ttl: { type: 'string', requiresArg: true, description: 'Gone after this time: 12h, 7d', defaultDescription: 'never' },
  seed: { type: 'string', requiresArg: true, description: 'Seed of its generated data', defaultDescription: '--seed' },
  auth: {
    choices: ['off', 'presence', 'enforce'],
    requiresArg: true,
    description: 'Credentials: not looked at, there, or right',
    defaultDescription: '--auth of serve',
  },
  listen: {
    // As text, so that what is no number can be told.
    type: 'string',
    requiresArg: true,
    description: 'A port that serves this sandbox alone; 0 takes a free one',
  },
  record: { type: 'boolean', description: 'Keep its exchanges in memory, for contract record' },
} as const satisfies Record<string, Options>;

export type SandboxArguments = Partial<InferredOptionTypes<typeof sandboxFlags>>;
export type CredentialsArguments = Partial<InferredOptionTypes<typeof credentialsFlags>>;
export type SettingsArguments = Partial<InferredOptionTypes<typeof settingsFlags>>;
