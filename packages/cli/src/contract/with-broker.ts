import type { BrokerClient } from '@stuntdouble/pact';
import type { BrokerArguments } from '../options/contract-flags.ts';
import type { Invocation } from '../outcome.ts';
import { durationFlag } from './duration-flag.ts';

/** Speaks to the broker that flags and environment name, and lets go of its connections afterwards. */
export async function withBroker<T>(
  args: BrokerArguments,
  invocation: Invocation,
  use: (client: BrokerClient) => Promise<T>,
): Promise<T> {
  const { brokerSettings, connectBroker } = await import('@stuntdouble/pact');
  const client = connectBroker(
    await brokerSettings({
      url: args.broker,
      caFile: args['broker-ca'],
      timeoutMs: durationFlag('broker-timeout', args['broker-timeout'] ?? '30s'),
      environment: invocation.variables,
      cwd: invocation.cwd,
    }),
  );
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** Whether flags or environment name one. */
export function namesBroker({ broker }: BrokerArguments, { variables }: Invocation): boolean {
  return Boolean(broker || variables.PACT_BROKER_BASE_URL);
}
