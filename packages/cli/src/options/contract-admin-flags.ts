import type { InferredOptionTypes, Options } from 'yargs';
import { brokerFlags } from './contract-flags.ts';

/** The flags of the commands that look after a registry: over HTTP, or its file while nobody has it open. */
const word = { type: 'string', requiresArg: true } as const satisfies Options;

const adminFlags = {
  db: { ...word, description: 'The file of a registry that does not run, instead of a broker' },
  ...brokerFlags,
} as const satisfies Record<string, Options>;

export const tokenFlags = {
  name: { ...word, description: 'For create: whose it is, for the list' },
  pacticipant: { ...word, alias: 'a', description: 'For create: may write what is of this application only, and read' },
  'read-only': { type: 'boolean', description: 'For create: may read only' },
  admin: { type: 'boolean', description: 'For create: may do everything, tokens and webhooks included' },
  ...adminFlags,
} as const satisfies Record<string, Options>;

export const cleanFlags = {
  'keep-latest': {
    type: 'number',
    requiresArg: true,
    description: 'Keep so many of the newest versions of each application',
  },
  'older-than': { ...word, description: 'Keep all versions that are younger: 90d, 12h' },
  apply: { type: 'boolean', default: false, description: 'Remove them; without it, they are only shown' },
  ...adminFlags,
} as const satisfies Record<string, Options>;

export type AdminArguments = Partial<InferredOptionTypes<typeof adminFlags>>;
export type TokenArguments = InferredOptionTypes<typeof tokenFlags> & {
  readonly action: 'create' | 'list' | 'revoke';
  readonly id?: string | undefined;
};
export type CleanArguments = InferredOptionTypes<typeof cleanFlags>;
