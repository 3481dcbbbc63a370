import { catalogue } from './errors.table.ts';

/** The engine's errors: the codes of the catalogue, and what an operator's mistake is thrown as. */
export { type CatalogueEntry, catalogue } from './errors.table.ts';

export type ErrorCode = keyof typeof catalogue;

/** An operator's mistake (bad document, bad option): says what failed, what was received, what is allowed, what to do next. */
export class StuntError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  override readonly name = 'StuntError';

  constructor(code: ErrorCode, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint ?? catalogue[code].hint;
  }
}
