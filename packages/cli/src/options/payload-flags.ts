import type { Options } from 'yargs';
import { partnerFlags } from './partner-flags.ts';

/** The flags of `stunt report payload`. */
export const payloadFlags = {
  ...partnerFlags,
  format: {
    choices: ['text', 'json', 'html'],
    default: 'text',
    requiresArg: true,
    description: 'For a person, for a program, or as a page to hand on',
  },
} as const satisfies Record<string, Options>;
