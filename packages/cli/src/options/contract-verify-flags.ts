import type { InferredOptionTypes, Options } from 'yargs';
import { brokerFlags, pactsFlag, sourceFlags } from './contract-flags.ts';

/** The flags of `stunt contract verify`: the provider, which pacts, what becomes of the results. */
const which = 'Which pacts of a broker:';
const results = 'Results:';
const word = { type: 'string', requiresArg: true } as const satisfies Options;
const words = { ...word, array: true } as const satisfies Options;

export const verifyFlags = {
  provider: { ...word, description: 'Name of the provider', defaultDescription: 'the one that all of --pacts name' },
  'provider-url': { ...word, demandOption: true, description: 'Where it runs: http://127.0.0.1:8080' },
  'state-change-url': {
    ...word,
    description: 'Is sent {"state", "params", "action"} by POST, before and after a request',
  },
  'message-url': {
    ...word,
    description: 'Is sent {"description", "providerStates"} by POST for each message, and answers with the message',
  },
  header: { ...words, description: "'Name: value' for each request, such as Authorization; may be repeated" },
  timeout: { ...word, default: '10s', description: 'How long each request may take, to the last byte' },
  pacts: pactsFlag,
  'consumer-version-selector': {
    ...words,
    group: which,
    description: 'Selector as JSON, or a list of them; may be repeated',
    defaultDescription: 'main branch, deployed or released, the same branch',
  },
  'main-branch': { type: 'boolean', group: which, description: "The latest of each consumer's main branch" },
  'matching-branch': { type: 'boolean', group: which, description: 'The latest of the branch of the same name' },
  'branch-of-consumers': { ...words, group: which, description: 'The latest of this branch; may be repeated' },
  'deployed-or-released': { type: 'boolean', group: which, description: 'What is deployed or released anywhere' },
  environment: { ...words, group: which, description: 'What is deployed or released there; may be repeated' },
  consumer: { ...words, description: 'Only pacts of this consumer; may be repeated' },
  'enable-pending': {
    type: 'boolean',
    group: which,
    description: 'A pact that this provider never kept does not fail',
  },
  'include-wip-pacts-since': {
    ...word,
    group: which,
    description: 'Also those that no selector names and that were never kept, from this date on; they do not fail',
  },
  'pact-url': {
    ...words,
    group: which,
    description: 'Only the pact at this address of the broker, as its webhooks name it; may be repeated',
  },
  'allow-no-pacts': { type: 'boolean', group: which, description: 'No pact at all is no failure' },
  ...sourceFlags,
  'provider-tags': { ...words, description: 'Tag of the version; may be repeated' },
  publish: {
    type: 'boolean',
    group: results,
    description: 'Send the results to the broker; --no-publish: not',
    defaultDescription: 'in CI',
  },
  junit: { ...word, group: results, description: 'File for the results as JUnit has them' },
  ...brokerFlags,
} as const satisfies Record<string, Options>;

export type VerifyArguments = InferredOptionTypes<typeof verifyFlags>;
