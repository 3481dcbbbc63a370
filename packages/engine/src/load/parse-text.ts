import type { YAMLException } from 'js-yaml';
import { StuntError } from '../errors.ts';
import { isTree } from './tree.ts';

/** Text to a plain tree, JSON or YAML. Dates stay strings; says where a text is broken, and never guesses what was meant. */

/** `name` is what messages call the text. */
export async function parseText(source: string, name: string): Promise<unknown> {
  const start = source.trimStart().slice(0, 20);
  if (/^<(?!<)/.test(start))
    throw new StuntError(
      'SPEC_UNKNOWN_FORMAT',
      `${name} is a web page or XML`,
      'Give the address of the raw document.',
    );
  if (start.startsWith('{') || start.startsWith('[')) {
    try {
      return JSON.parse(source);
    } catch {
      // YAML's flow style is a superset of JSON, and its parser knows line and column of what is wrong.
    }
  }
  return parseYaml(source, name);
}

async function parseYaml(source: string, name: string): Promise<unknown> {
  const { CORE_SCHEMA, YAMLException, load, mergeTag } = await import('js-yaml');
  try {
    // The core schema has null, booleans and numbers, but no dates.
    return load(source, { schema: CORE_SCHEMA.withTags(mergeTag), maxDepth: 1000 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (error.reason.includes('input is empty')) throw new StuntError('SPEC_EMPTY', `${name} is empty`);
    throw new StuntError('SPEC_SYNTAX', syntaxMessage(source, name, error));
  }
}

function syntaxMessage(source: string, name: string, { reason, mark }: YAMLException): string {
  if (mark === undefined) return `${name}: ${reason}`;
  const [line, column] = [mark.line + 1, mark.column + 1];
  return `${name}:${line}:${column}: ${reason}\n${excerpt(source.split('\n', line)[mark.line] ?? '', line, column)}`;
}

/** The broken line, or its middle, with a caret below the column. */
function excerpt(content: string, line: number, column: number): string {
  const from = Math.max(0, column - 60);
  const gutter = `${line} | `;
  const shown = content
    .slice(from, from + 100)
    .replaceAll('\t', ' ')
    .trimEnd();
  return `${gutter}${shown}\n${' '.repeat(gutter.length + column - 1 - from)}^`;
}

/** What a tree is, for messages: nothing to serve from. */
export function describeTree(tree: unknown): string {
  if (Array.isArray(tree)) return 'a list';
  if (isTree(tree)) return 'an object';
  return tree === null ? 'null' : `a ${typeof tree}`;
}
