import type { InferredOptionTypes, Options } from 'yargs';
import { formatFlag } from './control-flags.ts';

/** The flags of the commands about contracts that several of them have. */
const group = 'Which broker:';

export const brokerFlags = {
  broker: {
    type: 'string',
    requiresArg: true,
    group,
    description:
      'Address of a registry, Pact Broker or PactFlow; who asks: PACT_BROKER_TOKEN, or …_USERNAME and …_PASSWORD',
    defaultDescription: 'PACT_BROKER_BASE_URL',
  },
  'broker-ca': {
    type: 'string',
    requiresArg: true,
    group,
    description: 'PEM file of the authority behind its certificate',
    defaultDescription: 'SSL_CERT_FILE',
  },
  'broker-timeout': {
    type: 'string',
    requiresArg: true,
    group,
    description: 'How long to wait for each of its answers',
    default: '30s',
  },
  format: formatFlag,
} as const satisfies Record<string, Options>;

/** `--version` is the version of an application here, not ours. */
export const sourceFlags = {
  version: {
    type: 'string',
    requiresArg: true,
    description: 'Version of the application',
    defaultDescription: 'the commit of git',
  },
  branch: {
    type: 'string',
    requiresArg: true,
    description: 'Branch of that version',
    defaultDescription: 'that of git, or what the CI says',
  },
  'build-url': {
    type: 'string',
    requiresArg: true,
    description: 'Where the build can be seen',
    defaultDescription: 'what the CI says',
  },
} as const satisfies Record<string, Options>;

export const pactsFlag = {
  type: 'string',
  array: true,
  requiresArg: true,
  description: 'Pact files, or folders of them, instead of a broker; may be repeated',
} as const satisfies Options;

export type BrokerArguments = Partial<InferredOptionTypes<typeof brokerFlags>>;
