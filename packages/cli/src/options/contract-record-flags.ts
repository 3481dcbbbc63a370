import type { InferredOptionTypes, Options } from 'yargs';
import { brokerFlags } from './contract-flags.ts';

/** The flags of the commands that record what is deployed or released where. */
const word = { type: 'string', requiresArg: true } as const satisfies Options;

export const releaseFlags = {
  pacticipant: { ...word, alias: 'a', demandOption: true, description: 'Name of the application' },
  version: { ...word, description: 'Its version', defaultDescription: 'the commit of git' },
  environment: { ...word, demandOption: true, description: 'Name of the environment' },
  ...brokerFlags,
} as const satisfies Record<string, Options>;

export const deploymentFlags = {
  ...releaseFlags,
  'application-instance': { ...word, description: 'Which of several that stay deployed side by side' },
} as const satisfies Record<string, Options>;

/** What is there is known: the version need not be said. */
export const undeploymentFlags = {
  ...deploymentFlags,
  version: { ...word, description: 'Only this version', defaultDescription: 'whichever is there' },
} as const satisfies Record<string, Options>;

export const supportEndedFlags = {
  ...releaseFlags,
  version: { ...word, demandOption: true, description: 'Version whose support ended' },
} as const satisfies Record<string, Options>;

export type DeploymentArguments = InferredOptionTypes<typeof deploymentFlags>;
export type ReleaseArguments = InferredOptionTypes<typeof releaseFlags>;
export type UndeploymentArguments = InferredOptionTypes<typeof undeploymentFlags>;
export type SupportEndedArguments = InferredOptionTypes<typeof supportEndedFlags>;
