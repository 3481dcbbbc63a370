import { type ApiDocument, loadDocument, StuntError } from '@stuntdouble/engine';
import { PactError } from '../errors.ts';

/**
 * Reads the document that a provider publishes. @param source path from `cwd`, or URL.
 * @throws PactError CONTRACT_DOCUMENT where it cannot be read: then the question has no answer, which is not the answer no.
 */
export async function openDocument(source: string, cwd: string): Promise<ApiDocument> {
  try {
    return await loadDocument(source, { cwd });
  } catch (error) {
    if (!(error instanceof StuntError)) throw error;
    throw new PactError('CONTRACT_DOCUMENT', `${error.code}: ${error.message}`, error.hint);
  }
}
