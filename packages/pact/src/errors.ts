/** What can go wrong with contracts, in words, and what an operator's mistake is thrown as. docs/errors.md mirrors the catalogue. */

export interface PactCatalogueEntry {
  /** 1 where the answer is no, 2 where the question could not be answered: CI tells them apart. */
  readonly exitCode: 1 | 2;
  readonly title: string;
  /** What to do next. */
  readonly hint: string;
}

export const pactCatalogue = {
  PACT_NOT_FOUND: { exitCode: 2, title: 'No pact was found', hint: 'Name a pact file, or a folder that holds some.' },
  PACT_SYNTAX: {
    exitCode: 2,
    title: 'A pact is no JSON',
    hint: 'Fix the file, or write it again with the consumer tests.',
  },
  PACT_INVALID: {
    exitCode: 2,
    title: 'A file is no pact',
    hint: 'A pact has consumer, provider and interactions, as the Pact Specification 1 to 4 says.',
  },
  PACT_MIXED: {
    exitCode: 2,
    title: 'A pact mixes versions of the Pact Specification',
    hint: 'Write the pact again from an empty folder: files of different versions were merged.',
  },
  FIELDS_INVALID: {
    exitCode: 2,
    title: 'A file of fields cannot be used',
    hint: 'Write {"operationId": ["/status", "items[*].sku"]}, or name a pact that was written by hand.',
  },
  PACT_NOT_RECORDED: {
    exitCode: 2,
    title: 'A recording would write over a pact that was written by hand',
    hint: 'Record into another folder, or under another consumer.',
  },
  PACT_LOCKED: {
    exitCode: 2,
    title: 'A pact is being written by somebody else',
    hint: 'Wait for the other recording; if there is none, remove the lock file.',
  },
  PACT_PROVIDER_UNCLEAR: {
    exitCode: 2,
    title: 'It is not clear which provider is meant',
    hint: 'Name it with --provider.',
  },
  CONTRACT_DOCUMENT: {
    exitCode: 2,
    title: 'The document cannot be read',
    hint: 'Name an OpenAPI document; stunt check says what is wrong with it.',
  },
  PROVIDER_URL: {
    exitCode: 2,
    title: 'The address of the provider is no URL',
    hint: 'Give it with its scheme: http://127.0.0.1:8080.',
  },
  MESSAGE_URL_MISSING: {
    exitCode: 2,
    title: 'Messages cannot be verified without an endpoint that makes them',
    hint: 'Name one with --message-url: it is sent {"description", "providerStates"} by POST and answers with the message.',
  },
  PROVIDER_UNREACHABLE: {
    exitCode: 2,
    title: 'The provider cannot be reached',
    hint: 'Start it, and name its address with --provider-url.',
  },
  VERIFIER_FAILED: {
    exitCode: 2,
    title: 'The verifier could not do its work',
    hint: 'See what it said; it needs the optional dependencies of @pact-foundation/pact.',
  },
  PACT_CONFLICT: {
    exitCode: 1,
    title: 'Two pacts say different things of the same',
    hint: 'Publish under a new version; or --merge, to add to what is there.',
  },
  BROKER_NOT_NAMED: {
    exitCode: 2,
    title: 'No broker was named',
    hint: 'Name one with --broker or PACT_BROKER_BASE_URL, or files with --pacts.',
  },
  BROKER_INVALID: {
    exitCode: 2,
    title: 'The settings of the broker cannot be used',
    hint: 'See docs/contracts.md for its variables and flags.',
  },
  BROKER_UNREACHABLE: {
    exitCode: 2,
    title: 'The broker cannot be reached',
    hint: 'Check its address, and that it runs.',
  },
  BROKER_TIMEOUT: {
    exitCode: 2,
    title: 'The broker did not answer in time',
    hint: 'Try again, or wait longer with --broker-timeout.',
  },
  BROKER_UNTRUSTED: {
    exitCode: 2,
    title: 'The certificate of the broker is not trusted',
    hint: 'Name its authority with --broker-ca or SSL_CERT_FILE.',
  },
  BROKER_REFUSED: {
    exitCode: 2,
    title: 'The broker refuses who asks',
    hint: 'Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, to what may do this.',
  },
  BROKER_UNKNOWN: {
    exitCode: 2,
    title: 'The broker has no such thing',
    hint: 'Check the name: stunt contract list shows what is there.',
  },
  BROKER_INVALID_REQUEST: {
    exitCode: 2,
    title: 'The broker does not take what was asked',
    hint: 'Fix what it names.',
  },
  BROKER_FAILED: {
    exitCode: 2,
    title: 'The broker failed',
    hint: 'Try again; its log says more.',
  },
  BROKER_UNSUITED: {
    exitCode: 2,
    title: 'What answers is no Pact Broker, or an old one',
    hint: 'Name the address of its API; Pact Broker 2.86 and later can do this.',
  },
  ARCHIVE_INVALID: {
    exitCode: 2,
    title: 'The file is no archive of contracts',
    hint: 'Name a file that stunt contract export wrote.',
  },
  REGISTRY_FILE: {
    exitCode: 2,
    title: "The registry's file cannot be opened",
    hint: 'Name a file that can be written with --db, in a folder that exists.',
  },
  REGISTRY_LOCKED: {
    exitCode: 2,
    title: "The registry's file is in use",
    hint: 'Stop the other registry, or name another file with --db.',
  },
  REGISTRY_NEWER: {
    exitCode: 2,
    title: "The registry's file is from a newer release",
    hint: 'Use that release, or name another file with --db.',
  },
  REGISTRY_DAMAGED: {
    exitCode: 2,
    title: "The registry's file is damaged",
    hint: 'Put a backup in its place, or name another file with --db.',
  },
  REGISTRY_FOREIGN: {
    exitCode: 2,
    title: 'The file is no registry',
    hint: 'Name the file of a registry, or one that does not exist yet, with --db.',
  },
} as const satisfies Record<string, PactCatalogueEntry>;

export type PactErrorCode = keyof typeof pactCatalogue;

/** An operator's mistake: says what failed, what was received, what is allowed, what to do next. */
export class PactError extends Error {
  readonly code: PactErrorCode;
  readonly hint: string;
  readonly exitCode: 1 | 2;
  override readonly name = 'PactError';

  constructor(code: PactErrorCode, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint ?? pactCatalogue[code].hint;
    this.exitCode = pactCatalogue[code].exitCode;
  }
}
