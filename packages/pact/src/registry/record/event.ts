/**
 * What happened, in the words in which it is kept. Events are written once and never changed; everything else the registry
 * knows follows from them. They name things as clients do, and bring the identifiers that were drawn for them, so that they
 * give the same rows whenever they are applied.
 */
export type RegistryEvent =
  | { readonly type: 'pacticipant-created'; readonly name: string; readonly properties: PacticipantProperties }
  | { readonly type: 'pacticipant-changed'; readonly name: string; readonly properties: PacticipantProperties }
  | { readonly type: 'pacticipant-deleted'; readonly name: string }
  | { readonly type: 'label-added' | 'label-removed'; readonly pacticipant: string; readonly label: string }
  | ({ readonly type: 'version-created' | 'version-changed'; readonly buildUrl: string | null } & VersionName)
  | ({ readonly type: 'version-deleted' } & VersionName)
  | ({ readonly type: 'branch-joined' | 'branch-left'; readonly branch: string } & VersionName)
  | { readonly type: 'branch-deleted'; readonly pacticipant: string; readonly branch: string }
  | ({ readonly type: 'tag-added' | 'tag-removed'; readonly tag: string } & VersionName)
  | {
      readonly type: 'environment-created' | 'environment-changed';
      readonly uuid: string;
      readonly environment: EnvironmentProperties;
    }
  | { readonly type: 'environment-deleted'; readonly uuid: string }
  | ({
      readonly type: 'version-deployed';
      readonly uuid: string;
      readonly environment: string;
      readonly target: string | null;
    } & VersionName)
  | ({ readonly type: 'version-released'; readonly uuid: string; readonly environment: string } & VersionName)
  | { readonly type: 'version-undeployed' | 'support-ended'; readonly uuid: string }
  | PactPublished
  | { readonly type: 'pact-deleted'; readonly consumer: string; readonly version: string; readonly provider: string }
  | { readonly type: 'integration-deleted'; readonly consumer: string; readonly provider: string }
  | VerificationPublished
  /** These versions are too old to be kept. */
  | { readonly type: 'retained'; readonly pacticipant: string; readonly removed: readonly string[] }
  | DocumentHeld
  | PactCompared;

export type EventOf<Type extends RegistryEvent['type']> = Extract<RegistryEvent, { readonly type: Type }>;

export interface VersionName {
  readonly pacticipant: string;
  readonly version: string;
}

export interface PacticipantProperties {
  readonly displayName?: string | null;
  readonly repositoryUrl?: string | null;
  readonly repositoryName?: string | null;
  readonly repositoryNamespace?: string | null;
  readonly mainBranch?: string | null;
}

export interface EnvironmentProperties {
  readonly name: string;
  readonly displayName: string | null;
  readonly production: boolean;
  /** As the client sent them: names with details. */
  readonly contacts: readonly unknown[];
}

/** Also for a version that has a pact with this provider already: then its content is replaced. */
export interface PactPublished {
  readonly type: 'pact-published';
  readonly consumer: string;
  readonly version: string;
  readonly provider: string;
  /** Of what affects verification: the identity of the pact. */
  readonly hash: string;
  /** Of the text, which `contents` keeps. */
  readonly contentHash: string;
}

/** A provider's version was held against a pact by running it. */
export interface VerificationPublished {
  readonly type: 'verification-published';
  readonly consumer: string;
  readonly provider: string;
  readonly hash: string;
  readonly providerVersion: string;
  readonly success: boolean;
  /** The pact was not asked for, but handed out as work in progress. */
  readonly wip: boolean;
  readonly buildUrl: string | null;
  /** Of verifiedBy and testResults, which `contents` keeps. */
  readonly detailsHash: string;
}

/** A provider's version has this document, and was held against it or not. */
export interface DocumentHeld {
  readonly type: 'document-held';
  readonly provider: string;
  readonly providerVersion: string;
  readonly documentHash: string;
  /** Null: it is known which document the version has, not whether the version keeps to it. */
  readonly held: boolean | null;
  readonly detailsHash: string | null;
}

/** A pact was compared with a document, whichever versions of the provider have that document. */
export interface PactCompared {
  readonly type: 'pact-compared';
  readonly consumer: string;
  readonly provider: string;
  readonly hash: string;
  readonly documentHash: string;
  readonly success: boolean;
  readonly detailsHash: string;
}
