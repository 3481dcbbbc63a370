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
    hint: 'Mend the file, or write it again with the consumer tests.',
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
