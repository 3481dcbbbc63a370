import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearestName } from '../spelling/nearest-name.ts';
import type { FaultKind } from './fault-kind.ts';
import type { OptionSpec } from './option-spec.ts';
import { type ReadFile, readOption } from './option-value.ts';

/**
 * Turns what was given for a kind into its options: defaults filled in, durations in milliseconds, files read. Every problem
 * is named, not only the first; nothing is guessed.
 */
export type ParsedOptions =
  | { readonly kind: 'parsed'; readonly options: Readonly<Record<string, unknown>> }
  /** Each a sentence: what was received, what is allowed. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

type Specs = Readonly<Record<string, OptionSpec>>;

export const specsOf = (kind: Pick<FaultKind<unknown>, 'options'>): Specs => kind.options;

/** For whoever may read the operator's files: `stunt.yaml`, a control call on loopback, a test. */
export const readAnyFile: ReadFile = (path) => {
  try {
    return readFileSync(resolve(path));
  } catch (error) {
    return { problem: String(error).replace(/^Error: /, '') };
  }
};

/** For requests of others: a rule must not become a way to read the machine. */
export const readNoFile: ReadFile = () => ({ problem: 'files are not read for this caller; give a body instead' });

/** Files are read only for a caller who says so with `readAnyFile`. */
export function parseOptions(
  kind: FaultKind<unknown>,
  given: Readonly<Record<string, unknown>>,
  readFile: ReadFile = readNoFile,
): ParsedOptions {
  const problems: string[] = [];
  const options = parseFields(specsOf(kind), given, { readFile, problems, owner: kind.kind, path: '' });
  if (problems.length > 0) return { kind: 'refused', problems };
  const contradiction = kind.contradiction?.(options);
  return contradiction === undefined ? { kind: 'parsed', options } : { kind: 'refused', problems: [contradiction] };
}

interface Parsing {
  readonly readFile: ReadFile;
  readonly problems: string[];
  /** Whose options they are, for messages. */
  readonly owner: string;
  /** Of the object that holds them: empty, or `uniform.`. */
  readonly path: string;
}

function parseFields(
  specs: Specs,
  given: Readonly<Record<string, unknown>>,
  parsing: Parsing,
): Record<string, unknown> {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(specs, name)) parsing.problems.push(unknown(name, specs, parsing));
  const options: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const received = Object.hasOwn(given, name) ? (given[name] ?? spec.default) : spec.default;
    if (received === undefined) {
      if (spec.required) parsing.problems.push(`${parsing.owner} needs ${parsing.path}${name}: ${spec.description}.`);
      continue;
    }
    const value = parseField(name, spec, received, parsing);
    if (value !== undefined) options[name] = value;
  }
  return options;
}

function parseField(name: string, spec: OptionSpec, received: unknown, parsing: Parsing): unknown {
  const { problems, path } = parsing;
  if (spec.type === 'object') {
    const fields = objectOf(received);
    const specs = spec.fields ?? {};
    if (fields !== undefined) return parseFields(specs, fields, { ...parsing, path: `${path}${name}.` });
    problems.push(`${path}${name} was ${shown(received)}; allowed: ${Object.keys(specs).join('=…,')}=…, or an object.`);
    return undefined;
  }
  const result = readOption(received, spec, parsing.readFile);
  if (result.kind === 'read') return result.value;
  problems.push(`${path}${name} was ${shown(received)}; allowed: ${result.allowed}.`);
  return undefined;
}

function unknown(name: string, specs: Specs, { owner, path }: Parsing): string {
  const names = Object.keys(specs);
  const nearest = nearestName(name, names);
  const meant = nearest === undefined ? '' : ` Did you mean ${path}${nearest}?`;
  const has = names.length === 0 ? 'it takes none' : `it has ${names.join(', ')}`;
  return `${owner} has no option ${path}${name}; ${has}.${meant}`;
}

/** An object, or `min=100ms,max=1s` as a command line has it. */
function objectOf(received: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof received === 'object' && received !== null && !Array.isArray(received)) return { ...received };
  if (typeof received !== 'string' || !received.includes('=')) return undefined;
  const pairs = received.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return at === -1 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

/** What was received, as it would be written, shortened. */
function shown(received: unknown): string {
  const text = JSON.stringify(received) ?? String(received);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
