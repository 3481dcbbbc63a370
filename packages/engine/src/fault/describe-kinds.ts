import { faultKinds } from './catalogue.ts';
import type { FaultKind, Layer } from './fault-kind.ts';
import type { OptionSpec } from './option-spec.ts';
import { parseOptions, specsOf } from './parse-options.ts';

/** The catalogue as data: what `stunt fault kinds` prints and from which `stunt fault add` has its flags. Read from the kinds themselves. */
export interface KindDescription {
  readonly kind: string;
  /** More than one where an option decides. */
  readonly layers: readonly Layer[];
  /** What the client sees. */
  readonly summary: string;
  readonly options: readonly OptionDescription[];
}

export interface OptionDescription {
  readonly name: string;
  /** Without dashes: `after-headers`. */
  readonly flag: string;
  /** How a value is written on a command line: `before|after`, `DURATION`, `min=DURATION,max=DURATION`. */
  readonly form: string;
  /** As it would be written; undefined where there is none. */
  readonly default: string | undefined;
  readonly description: string;
}

export function describeKinds(kinds = faultKinds): KindDescription[] {
  return kinds.map((kind) => ({
    kind: kind.kind,
    layers: layersOf(kind),
    summary: kind.summary,
    options: Object.entries(specsOf(kind)).map(([name, spec]) => ({
      name,
      flag: flagOf(name),
      form: formOf(spec),
      default: defaultOf(spec),
      description: spec.description,
    })),
  }));
}

const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function defaultOf({ default: preset, otherwise = preset, fields = {} }: OptionSpec): string | undefined {
  if (otherwise !== undefined) return String(otherwise);
  const known = Object.entries(fields).filter(([, field]) => field.default !== undefined);
  return known.map(([name, field]) => `${name}=${String(field.default)}`).join(',') || undefined;
}

function formOf(spec: OptionSpec): string {
  switch (spec.type) {
    case 'word':
      return (spec.values ?? []).join('|');
    case 'object':
      return Object.entries(spec.fields ?? {})
        .map(([name, field]) => `${name}=${formOf(field)}`)
        .join(',');
    case 'integers':
      return 'N,N';
    case 'integer':
    case 'number':
      return 'N';
    case 'fraction':
      return `${spec.min ?? 0}..${spec.max ?? 1}`;
    case 'boolean':
      return 'true|false';
    case 'headers':
      return 'NAME: VALUE';
    case 'json':
      return 'TEXT|JSON';
    default:
      return spec.type.toUpperCase();
  }
}

/** The layers that a kind has with its defaults and with each word of each option. */
function layersOf(kind: FaultKind<unknown>): Layer[] {
  const words = Object.entries(specsOf(kind)).flatMap(([name, { values = [] }]) =>
    values.map((word) => ({ [name]: word })),
  );
  const layers = [{}, ...words].flatMap((given) => {
    const parsed = parseOptions(kind, given);
    return parsed.kind === 'parsed' ? [kind.layerOf(parsed.options)] : [];
  });
  return [...new Set(layers)];
}
