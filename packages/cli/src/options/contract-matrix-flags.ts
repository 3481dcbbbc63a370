import type { InferredOptionTypes, Options } from 'yargs';
import { brokerFlags } from './contract-flags.ts';

/** The flags of `stunt contract can-i-deploy` and `can-i-merge`. */
const word = { type: 'string', requiresArg: true } as const satisfies Options;

const questionFlags = {
  pacticipant: { ...word, alias: 'a', demandOption: true, description: 'Name of the application' },
  version: { ...word, description: 'Its version', defaultDescription: 'the commit of git' },
  branch: { ...word, description: 'Instead of a version: the latest of this branch' },
  latest: { type: 'boolean', description: 'Instead of a version: the latest of all' },
  ignore: {
    ...word,
    array: true,
    description: 'An application, or one version of it as NAME@VERSION, whose result does not count; may be repeated',
  },
  'retry-while-unknown': {
    type: 'number',
    requiresArg: true,
    default: 0,
    description: 'Ask again so often while a result is missing: a verification may be under way',
  },
  'retry-interval': { ...word, default: '10s', description: 'How long to wait before that' },
  'dry-run': { type: 'boolean', description: 'Say the answer, and end with 0 whatever it is' },
} as const satisfies Record<string, Options>;

export const mergeQuestionFlags = { ...questionFlags, ...brokerFlags } as const satisfies Record<string, Options>;

export const deployQuestionFlags = {
  ...questionFlags,
  to: { ...word, description: 'Environment: what is deployed or released there now is what must still work' },
  'to-environment': { ...word, description: 'The same, as pact-broker has it' },
  'to-tag': { ...word, description: 'Instead: the latest of each application with this tag' },
  ...brokerFlags,
} as const satisfies Record<string, Options>;

export type MergeQuestionArguments = InferredOptionTypes<typeof mergeQuestionFlags>;
export type DeployQuestionArguments = InferredOptionTypes<typeof deployQuestionFlags>;
