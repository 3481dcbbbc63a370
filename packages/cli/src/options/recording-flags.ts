import type { InferredOptionTypes, Options } from 'yargs';
import { controlFlags } from './control-flags.ts';

const name = { type: 'string', requiresArg: true, demandOption: true } as const satisfies Options;

/** The flags of `stunt contract record`. */
export const contractRecordFlags = {
  consumer: { ...name, description: 'Name of the client that is recorded' },
  provider: { ...name, description: 'Name of the API' },
  out: { type: 'string', requiresArg: true, default: 'pacts', description: 'Folder for CONSUMER-PROVIDER.json' },
  fields: {
    type: 'string',
    requiresArg: true,
    description: 'JSON file of the fields that the client reads by operation, or a pact written by hand',
    defaultDescription: 'what the document promises',
  },
  document: {
    type: 'string',
    array: true,
    requiresArg: true,
    description: 'The document that the answers are read by; may be repeated',
    defaultDescription: 'those that the double serves',
  },
  follow: { type: 'boolean', alias: 'f', description: 'Record until ^C, also where the sandbox records already' },
  replace: { type: 'boolean', description: 'Leave nothing of what the file holds' },
  pending: {
    type: 'boolean',
    default: true,
    description: 'A provider may fail it without failing its build; --no-pending: not',
  },
  ...controlFlags,
} as const satisfies Record<string, Options>;

export type ContractRecordArguments = InferredOptionTypes<typeof contractRecordFlags>;
