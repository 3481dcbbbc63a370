import { hash } from 'node:crypto';
import type { ApiDocument } from '@stuntdouble/engine';

/**
 * Names a document by its content, everything that it refers to included: the same for YAML and JSON, whatever the order of its keys. Two
 * halves meet by it: the pact that was compared with the document, and the provider's version that has it.
 */
export function documentHash({ root }: ApiDocument): string {
  return hash('sha256', canonical(root));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
