import { failureWords } from '@stuntdouble/engine';
import { cliCatalogue } from '../errors.ts';

/** The last words of a double that crashed: where, and never what the error quotes, for it may be a request. */
export const crashText = (error: unknown): string =>
  `error UNEXPECTED: ${failureWords(error)}\nhint: ${cliCatalogue.UNEXPECTED.hint}`;
