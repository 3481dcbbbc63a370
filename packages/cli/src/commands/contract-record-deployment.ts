import { sourceVersion } from '../contract/source-version.ts';
import { withBroker } from '../contract/with-broker.ts';
import type {
  DeploymentArguments,
  ReleaseArguments,
  SupportEndedArguments,
  UndeploymentArguments,
} from '../options/contract-record-flags.ts';
import type { Invocation, Outcome } from '../outcome.ts';

/** `stunt contract record-deployment`: this version is in the environment from now on, in the place of the one before. */
export async function contractRecordDeployment(args: DeploymentArguments, invocation: Invocation): Promise<Outcome> {
  const { pacticipant, environment, 'application-instance': applicationInstance } = args;
  const { version } = await sourceVersion({ version: args.version }, invocation);
  const { recordDeployment } = await import('@stuntdouble/pact');
  const deployment = { pacticipant, version, environment, applicationInstance };
  await withBroker(args, invocation, (client) => recordDeployment(client, deployment));
  const instance = applicationInstance === undefined ? '' : ` (${applicationInstance})`;
  return outcome(args, `${pacticipant} ${version} is deployed to ${environment}${instance}`, deployment);
}

/** `stunt contract record-release`: this version can be had in the environment from now on, beside those before. */
export async function contractRecordRelease(args: ReleaseArguments, invocation: Invocation): Promise<Outcome> {
  const { pacticipant, environment } = args;
  const { version } = await sourceVersion({ version: args.version }, invocation);
  const { recordRelease } = await import('@stuntdouble/pact');
  const release = { pacticipant, version, environment };
  await withBroker(args, invocation, (client) => recordRelease(client, release));
  return outcome(args, `${pacticipant} ${version} is released to ${environment}`, release);
}

/** `stunt contract record-undeployment`: the application is no longer in the environment. */
export async function contractRecordUndeployment(
  args: UndeploymentArguments,
  invocation: Invocation,
): Promise<Outcome> {
  const given = { ...args, applicationInstance: args['application-instance'] };
  return ended(args, given, 'deployed', invocation);
}

/** `stunt contract record-support-ended`: the release need no longer be kept working. */
export async function contractRecordSupportEnded(
  args: SupportEndedArguments,
  invocation: Invocation,
): Promise<Outcome> {
  return ended(args, args, 'released', invocation);
}

async function ended(
  args: UndeploymentArguments | SupportEndedArguments,
  given: {
    pacticipant: string;
    environment: string;
    version?: string | undefined;
    applicationInstance?: string | undefined;
  },
  kind: 'deployed' | 'released',
  invocation: Invocation,
): Promise<Outcome> {
  const { recordEnd } = await import('@stuntdouble/pact');
  const { pacticipant, environment } = given;
  const versions = await withBroker(args, invocation, (client) => recordEnd(client, given, kind));
  const names = versions.map(({ version }) => version);
  const json = { pacticipant, environment, ended: names };
  // Nothing changed: whoever asked was mistaken in something.
  if (names.length === 0)
    return {
      ...outcome(args, `${pacticipant} was not ${kind} in ${environment}: nothing was recorded`, json),
      exitCode: 1,
    };
  const how = kind === 'deployed' ? 'no longer deployed' : 'no longer supported';
  return outcome(args, `${pacticipant} ${names.join(', ')} is ${how} in ${environment}`, json);
}

function outcome({ format }: { readonly format: 'text' | 'json' }, text: string, json: object): Outcome {
  return { exitCode: 0, text, ...(format === 'json' && { json }) };
}
