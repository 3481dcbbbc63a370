import { PactError } from '../../errors.ts';
import { isObject } from '../../pact/json.ts';
import type { Json, JsonObject } from '../../pact/pact.ts';

/**
 * What a broker holds, as one JSON document: for moving to another broker and for keeping. Has no webhooks, no tokens and no times of
 * its own: a broker gives its own when it is filled.
 */
export interface ContractArchive {
  readonly format: typeof archiveFormat;
  readonly version: typeof archiveVersion;
  readonly pacticipants: readonly JsonObject[];
  readonly environments: readonly ArchivedEnvironment[];
  /** The oldest first. */
  readonly versions: readonly ArchivedVersion[];
  /** Each different pact once. */
  readonly contents: readonly JsonObject[];
  readonly pacts: readonly ArchivedPact[];
  /** The oldest first; the last one of each pair of versions. */
  readonly verifications: readonly ArchivedVerification[];
  readonly deployments: readonly ArchivedDeployment[];
}

export const archiveFormat = 'stuntdouble-contracts';
export const archiveVersion = 1;

export interface ArchivedEnvironment {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly production: boolean;
}

export interface ArchivedVersion {
  readonly pacticipant: string;
  readonly number: string;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly buildUrl?: string | undefined;
}

export interface ArchivedPact {
  readonly consumer: string;
  readonly version: string;
  readonly provider: string;
  /** Its place in `contents`. */
  readonly content: number;
}

export interface ArchivedVerification {
  readonly consumer: string;
  readonly consumerVersion: string;
  readonly provider: string;
  readonly providerVersion: string;
  /** As it was published: success, testResults, buildUrl, verifiedBy. */
  readonly result: JsonObject;
}

export interface ArchivedDeployment {
  readonly environment: string;
  readonly pacticipant: string;
  readonly version: string;
  readonly kind: 'deployed' | 'released';
  readonly applicationInstance?: string | undefined;
}

/** @param source what the text is called in messages. @throws PactError ARCHIVE_INVALID. */
export function readArchive(text: string, source: string): ContractArchive {
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new PactError('ARCHIVE_INVALID', `${source} is no JSON`);
  }
  if (!isObject(parsed) || parsed.format !== archiveFormat)
    throw new PactError(
      'ARCHIVE_INVALID',
      `${source} is no archive of contracts: its "format" is not "${archiveFormat}"`,
    );
  if (parsed.version !== archiveVersion)
    throw new PactError(
      'ARCHIVE_INVALID',
      `${source} is an archive of version ${JSON.stringify(parsed.version)}, ${archiveVersion} is read`,
    );
  const list = (name: string): JsonObject[] => {
    const members = isObject(parsed) ? parsed[name] : undefined;
    if (Array.isArray(members) && members.every(isObject)) return members;
    throw new PactError('ARCHIVE_INVALID', `${source}: /${name} is no list of objects`);
  };
  return {
    format: archiveFormat,
    version: archiveVersion,
    pacticipants: list('pacticipants').map((one, index) => {
      textAt(one, 'name', `${source}: /pacticipants/${index}`);
      return one;
    }),
    environments: list('environments').map((one, index) => readEnvironment(one, `${source}: /environments/${index}`)),
    versions: list('versions').map((one, index) => readVersion(one, `${source}: /versions/${index}`)),
    contents: list('contents'),
    pacts: list('pacts').map((one, index) => readPactOf(one, list('contents').length, `${source}: /pacts/${index}`)),
    verifications: list('verifications').map((one, index) =>
      readVerification(one, `${source}: /verifications/${index}`),
    ),
    deployments: list('deployments').map((one, index) => readDeployment(one, `${source}: /deployments/${index}`)),
  };
}

function readEnvironment(one: JsonObject, at: string): ArchivedEnvironment {
  return {
    name: textAt(one, 'name', at),
    displayName: optional(one, 'displayName'),
    production: one.production === true,
  };
}

function readVersion(one: JsonObject, at: string): ArchivedVersion {
  return {
    pacticipant: textAt(one, 'pacticipant', at),
    number: textAt(one, 'number', at),
    branches: texts(one.branches),
    tags: texts(one.tags),
    buildUrl: optional(one, 'buildUrl'),
  };
}

function readPactOf(one: JsonObject, contents: number, at: string): ArchivedPact {
  const { content } = one;
  if (typeof content !== 'number' || !Number.isInteger(content) || content < 0 || content >= contents)
    throw new PactError(
      'ARCHIVE_INVALID',
      `${at}/content is ${JSON.stringify(content)}, the number of one of the ${contents} contents is expected`,
    );
  return {
    consumer: textAt(one, 'consumer', at),
    version: textAt(one, 'version', at),
    provider: textAt(one, 'provider', at),
    content,
  };
}

function readVerification(one: JsonObject, at: string): ArchivedVerification {
  const { result } = one;
  if (!isObject(result) || typeof result.success !== 'boolean')
    throw new PactError('ARCHIVE_INVALID', `${at}/result says of no success`);
  return {
    consumer: textAt(one, 'consumer', at),
    consumerVersion: textAt(one, 'consumerVersion', at),
    provider: textAt(one, 'provider', at),
    providerVersion: textAt(one, 'providerVersion', at),
    result,
  };
}

function readDeployment(one: JsonObject, at: string): ArchivedDeployment {
  return {
    environment: textAt(one, 'environment', at),
    pacticipant: textAt(one, 'pacticipant', at),
    version: textAt(one, 'version', at),
    kind: one.kind === 'released' ? 'released' : 'deployed',
    applicationInstance: optional(one, 'applicationInstance'),
  };
}

function textAt(one: JsonObject, name: string, at: string): string {
  const value = one[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new PactError('ARCHIVE_INVALID', `${at}/${name} is ${JSON.stringify(value)}, a text is expected`);
}

function optional(one: JsonObject, name: string): string | undefined {
  const value = one[name];
  return typeof value === 'string' ? value : undefined;
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
