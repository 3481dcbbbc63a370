import type { InferredOptionTypes, Options } from 'yargs';
import { brokerFlags, pactsFlag } from './contract-flags.ts';

/** Whose contracts are looked at: flags of the commands that hold documents against partners. */
const { format: _, ...brokerAlone } = brokerFlags;
const group = 'Whose contracts:';

export const partnerFlags = {
  pacts: { ...pactsFlag, group, description: 'Pact files, or folders of them; all are taken for deployed' },
  provider: {
    type: 'string',
    requiresArg: true,
    group,
    description: 'The provider that the document describes; a broker needs it',
    defaultDescription: 'the only one that --pacts name',
  },
  environment: {
    type: 'string',
    requiresArg: true,
    group,
    description: 'With a broker: of the versions that are there',
    defaultDescription: 'the latest pact of each partner',
  },
  ...brokerAlone,
} as const satisfies Record<string, Options>;

export type PartnerArguments = Partial<InferredOptionTypes<typeof partnerFlags>>;
