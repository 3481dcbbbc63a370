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
