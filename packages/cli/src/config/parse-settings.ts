import { nearestName } from '@stuntdouble/engine/nearest-name';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { SettingsFile } from './settings-file.ts';
import schema from './stunt.schema.json' with { type: 'json' };

export interface SettingsProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ParsedSettings = ParsedFile<SettingsFile>;

export type ParsedFile<Content> =
  | { readonly kind: 'valid'; readonly settings: Content }
  | { readonly kind: 'broken' | 'invalid'; readonly problems: readonly SettingsProblem[] };

/**
 * Parses a settings file and holds it against stunt.schema.json; problems come in the order of the file, worded for the one
 * who wrote it. Reads no file. Loaded only by those who have one, since `yaml` and `ajv` come with it.
 */
export const parseSettings = (text: string): ParsedSettings => parseFile<SettingsFile>(text, schema);

/** The same for another file of YAML and its JSON Schema. */
export function parseFile<Content>(text: string, by: object): ParsedFile<Content> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [mistake] = document.errors;
  if (!mistake) return validate(document, lines, by);
  const { line, col } = lines.linePos(mistake.pos[0]);
  // The rest of the message repeats the place and draws the line.
  const [message = ''] = mistake.message.split(/ at line |\n/);
  return { kind: 'broken', problems: [{ line, column: col, message }] };
}

function validate<Content>(document: Document, lines: LineCounter, by: object): ParsedFile<Content> {
  const isValid = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<Content>(by);
  const settings: unknown = document.toJS();
  if (isValid(settings)) return { kind: 'valid', settings };
  const problems = (isValid.errors ?? [])
    // Says only that a name is wrong; the error of the pattern below it says why.
    .filter((error) => error.keyword !== 'propertyNames')
    .map((error) => {
      const path = error.instancePath.split('/').slice(1).map(unescapeToken);
      const key = keyOf(error);
      const { line, col } = lines.linePos(offsetOf(document, path, key));
      return { line, column: col, message: wording(error, key === undefined ? path : [...path, key]) };
    });
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { kind: 'invalid', problems };
}

function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The key that is wrong itself, below the instance that ajv names. */
function keyOf(error: ErrorObject): string | undefined {
  if (error.keyword === 'additionalProperties') return String(error.params.additionalProperty);
  return error.propertyName;
}

/** Where the value begins, or its key where that is the wrong part. */
function offsetOf(document: Document, path: readonly string[], key: string | undefined): number {
  const node = document.getIn(path, true);
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function wording(error: ErrorObject, path: readonly string[]): string {
  const name = path.join('.') || 'the file';
  switch (error.keyword) {
    case 'additionalProperties':
      return `${name} is not a key here${suggestion(path.at(-1) ?? '', Object.keys(error.parentSchema?.properties ?? {}))}`;
    case 'enum':
      return `${name} is ${shown(error.data)}; allowed: ${error.params.allowedValues.join(', ')}`;
    case 'const':
      return `${name} is ${shown(error.data)}; allowed: ${error.params.allowedValue}`;
    case 'required':
      return `${name} lacks ${error.params.missingProperty}`;
    default:
      return `${name} ${error.message}${error.propertyName === undefined ? `, received ${shown(error.data)}` : ''}`;
  }
}

function suggestion(given: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return '; none is allowed yet';
  const nearest = nearestName(given, allowed);
  return nearest ? `; did you mean ${nearest}?` : `; allowed: ${allowed.join(', ')}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
