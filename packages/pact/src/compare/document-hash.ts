import { hash } from 'node:crypto';
import type { ApiDocument } from '@stuntdouble/engine';
import { canonicalText } from '../pact/canonical-text.ts';

/**
 * Names a document by its content, everything that it refers to included: the same for YAML and JSON, whatever the order of its keys. Two
 * halves meet by it: the pact that was compared with the document, and the provider's version that has it.
 */
export function documentHash({ root }: ApiDocument): string {
  return hash('sha256', canonicalText(root));
}
