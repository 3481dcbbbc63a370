import type { Options } from 'yargs';
import { impactFlags } from './impact-flags.ts';

/** The flags of `stunt report payload`. */
export const payloadFlags = {
  pacts: { ...impactFlags.pacts, demandOption: true, description: 'Files or folders of pacts' },
  provider: { ...impactFlags.provider, description: 'The provider that the document describes' },
  format: {
    choices: ['text', 'json', 'html'],
    default: 'text',
    requiresArg: true,
    description: 'For a person, for a program, or as a page to hand on',
  },
} as const satisfies Record<string, Options>;
