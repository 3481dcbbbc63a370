import type { InferredOptionTypes, Options } from 'yargs';
import { brokerFlags, pactsFlag, sourceFlags } from './contract-flags.ts';
import { verifyFlags } from './contract-verify-flags.ts';
import { formatFlag } from './control-flags.ts';

/** The flags of `stunt contract check` and `stunt contract verify-provider`. */
const word = { type: 'string', requiresArg: true } as const satisfies Options;
const results = 'Results:';

const junitFlag = {
  ...word,
  group: results,
  description: 'File for the results as JUnit has them',
} as const satisfies Options;

export const checkFlags = {
  document: { ...word, description: 'File or URL of the document', defaultDescription: 'the last argument' },
  pacts: pactsFlag,
  provider: { ...word, description: 'Name of the provider: only its pacts; needed for those of a broker' },
  consumer: verifyFlags.consumer,
  'consumer-version-selector': verifyFlags['consumer-version-selector'],
  'main-branch': verifyFlags['main-branch'],
  'branch-of-consumers': verifyFlags['branch-of-consumers'],
  'deployed-or-released': verifyFlags['deployed-or-released'],
  environment: verifyFlags.environment,
  'fail-on': {
    choices: ['error', 'warning'],
    default: 'error',
    requiresArg: true,
    group: results,
    description: 'What exits 1: errors alone, or optional fields that are needed as well',
  },
  publish: { type: 'boolean', group: results, description: 'Send the results to the registry that --broker names' },
  version: {
    ...word,
    group: results,
    description: 'Version of the consumers whose pacts in files are published with it',
    defaultDescription: 'the commit of git',
  },
  junit: junitFlag,
  ...brokerFlags,
  format: { ...formatFlag, group: results },
} as const satisfies Record<string, Options>;

const sent = 'What is sent:';

export const verifyProviderFlags = {
  'provider-url': {
    ...word,
    demandOption: true,
    description: "Where it runs, with its base path; without a path, below the document's",
  },
  methods: { ...word, group: sent, description: 'Methods that are sent', defaultDescription: 'GET,HEAD,OPTIONS' },
  unsafe: { type: 'boolean', group: sent, description: 'All methods: makes, changes and deletes things there' },
  bearer: { ...word, group: sent, description: 'A token, to operations that ask for one' },
  'api-key': { ...word, group: sent, description: 'A key, to operations that ask for one' },
  header: { ...word, array: true, group: sent, description: "'Name: value', with every request; may be repeated" },
  seed: { ...word, group: sent, description: 'The same seed sends the same requests' },
  'max-requests': {
    type: 'number',
    requiresArg: true,
    group: sent,
    description: 'At most so many',
    defaultDescription: '500',
  },
  'per-operation': {
    type: 'number',
    requiresArg: true,
    group: sent,
    description: 'At most so many to one operation',
    defaultDescription: '12',
  },
  timeout: {
    ...word,
    group: sent,
    description: 'How long each answer may take, to the last byte',
    defaultDescription: '10s',
  },
  'fail-on': {
    choices: ['failed', 'not-exercised'],
    default: 'failed',
    requiresArg: true,
    group: results,
    description: 'What exits 1: failures alone, or operations that were not exercised as well',
  },
  publish: {
    type: 'boolean',
    group: results,
    description: 'Send the result to the registry that --broker names, as that of --provider',
  },
  provider: { ...word, group: results, description: 'Name of the provider' },
  ...sourceFlags,
  junit: junitFlag,
  ...brokerFlags,
  format: { ...formatFlag, group: results },
} as const satisfies Record<string, Options>;

export type CheckArguments = InferredOptionTypes<typeof checkFlags> & {
  readonly paths?: readonly string[] | undefined;
};
export type VerifyProviderArguments = InferredOptionTypes<typeof verifyProviderFlags> & { readonly document: string };
