import type { InferredOptionTypes, Options } from 'yargs';
import { brokerFlags, sourceFlags } from './contract-flags.ts';

/** The flags of `stunt contract publish`. */
export const publishFlags = {
  ...sourceFlags,
  tag: { type: 'string', array: true, requiresArg: true, description: 'Tag of the version; may be repeated' },
  merge: { type: 'boolean', description: 'Add to the pact that the broker has of this version: --on-conflict merge' },
  'on-conflict': {
    choices: ['overwrite', 'merge'],
    requiresArg: true,
    description: 'Where this version has a pact already: replace it, if the broker lets one, or add to it',
    defaultDescription: 'overwrite',
  },
  ...brokerFlags,
} as const satisfies Record<string, Options>;

export type PublishArguments = InferredOptionTypes<typeof publishFlags> & { readonly pacts: readonly string[] };
