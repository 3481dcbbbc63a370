import type { ApiDocument } from '@stuntdouble/engine';

/**
 * A TypeScript module with the names of a document's operations, for `double<Operation>(…)`: a name that does not exist is then an
 * error of the compiler. Stable: the same document gives the same text.
 * @param source what to call the document in the first line.
 */
export function operationTypes({ operations, title, version }: ApiDocument, source: string): string {
  const names = [...new Set(operations.map(({ id }) => id))].sort();
  const union = names.length === 0 ? ' never' : names.map((name) => `\n  | ${JSON.stringify(name)}`).join('');
  return [
    `// Made by: stunt types ${source}`,
    `/** Operations of ${commentOf(title ?? source)}${version === undefined ? '' : ` ${commentOf(version)}`}. */`,
    `export type Operation =${union};`,
    '',
  ].join('\n');
}

/** What a document is called must not end the comment that it stands in. */
const commentOf = (text: string): string => text.replaceAll('*/', '*').replaceAll(/\s+/g, ' ').trim();
