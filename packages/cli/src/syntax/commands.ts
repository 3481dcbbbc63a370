import type { Command } from './command.ts';
import { contractCommands } from './contract.ts';
import { contractAdminCommands } from './contract-admin.ts';
import { contractCheckCommands } from './contract-check.ts';
import { contractImpactCommands } from './contract-impact.ts';
import { contractRecordCommands } from './contract-record.ts';
import { contractRegistryCommands } from './contract-registry.ts';
import { documentCommands } from './documents.ts';
import { drillCommands } from './drill.ts';
import { faultCommands } from './fault.ts';
import { faultOfKind } from './fault-of-kind.ts';
import { reportCommands } from './report.ts';
import { requestCommands } from './requests.ts';
import { sandboxCommands } from './sandbox.ts';
import { scenarioCommands } from './scenario.ts';
import { webhookCommands } from './webhook.ts';

/** What a command line can begin with that needs further words. */
export const groups: Readonly<Record<string, string>> = {
  contract: 'Agree before deploying: publish pacts, verify providers, ask whether a version can be deployed',
  fault: 'Take the API down: put faults in force, list, remove and preview them',
  report: 'Answer questions about a document',
  sandbox: 'Give partners a sandbox: make, list, share, reset and delete them',
  scenario: 'Rehearse an outage: run, follow and stop scenarios',
  webhook: 'Bring events to a listener: subscribe, listen here, send, see and repeat deliveries',
};

/** All commands. The catalogue of faults is loaded only for those whose flags come from it. */
export async function commandsFor(args: readonly string[]): Promise<readonly Command[]> {
  const needsKinds = args[0] === 'fault' && (args[1] === 'add' || args[1] === 'preview');
  const kinds = needsKinds ? (await import('@stuntdouble/engine')).describeKinds() : [];
  return [
    ...documentCommands,
    ...faultOfKind(args, kinds),
    ...faultCommands,
    ...scenarioCommands,
    ...sandboxCommands,
    ...requestCommands,
    ...reportCommands,
    ...drillCommands,
    ...webhookCommands,
    ...contractImpactCommands,
    ...contractCheckCommands,
    ...contractCommands,
    ...contractRegistryCommands,
    ...contractAdminCommands,
    ...contractRecordCommands,
  ];
}
