import type { InferredOptionTypes, Options } from 'yargs';
import { brokerFlags, pactsFlag } from './contract-flags.ts';

/** The flags of the commands that show what a broker, or a folder of pacts, holds. */
const word = { type: 'string', requiresArg: true } as const satisfies Options;

export const listFlags = {
  pacticipant: { ...word, alias: 'a', description: 'For versions: name of the application' },
  environment: { ...word, description: 'For deployments: only there' },
  limit: { type: 'number', requiresArg: true, default: 20, description: 'For versions: the latest so many' },
  ...brokerFlags,
} as const satisfies Record<string, Options>;

export const showFlags = {
  consumer: { ...word, description: 'Name of the consumer' },
  provider: { ...word, description: 'Name of the provider' },
  version: { ...word, description: 'Version of the consumer', defaultDescription: 'the latest' },
  branch: { ...word, description: 'The latest of this branch of the consumer' },
  pacts: pactsFlag,
  ...brokerFlags,
} as const satisfies Record<string, Options>;

export const statesFlags = {
  provider: { ...word, description: 'Name of the provider', defaultDescription: 'the one that all of --pacts name' },
  pacts: pactsFlag,
  handlers: {
    ...word,
    description:
      'What the provider has handlers for: a module that exports them by sentence, a JSON or text file, or the address of one',
  },
  'state-change-url': { ...word, description: 'Instead: set each state up there, and see which are refused' },
  header: { ...word, array: true, description: "'Name: value' for these requests; may be repeated" },
  ...brokerFlags,
} as const satisfies Record<string, Options>;

export type ListArguments = InferredOptionTypes<typeof listFlags> & { readonly what?: string | undefined };
export type ShowArguments = InferredOptionTypes<typeof showFlags>;
export type StatesArguments = InferredOptionTypes<typeof statesFlags>;
