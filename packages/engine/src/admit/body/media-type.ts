/** Media types as headers and documents write them: read, and compared as Prism does, but the nearest one first. */
export interface MediaType {
  readonly type: string;
  readonly subtype: string;
  /** What stands behind the last `+`: `json` in `application/problem+json`; else the subtype itself. */
  readonly syntax: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /;\s*([^=;\s]+)=(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;
const ESSENCE = /^\s*([^\s/;,]+)\/([^\s/;,]+)\s*(?:;|$)/;

/** Undefined for what is no media type. */
export function parseMediaType(text: string): MediaType | undefined {
  const match = ESSENCE.exec(text);
  if (match === null) return undefined;
  const type = (match[1] ?? '').toLowerCase();
  const subtype = (match[2] ?? '').toLowerCase();
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain] of text.matchAll(PARAMETER)) {
    const value = quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll(/\\(.)/g, '$1');
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
  }
  return { type, subtype, syntax: subtype.slice(subtype.lastIndexOf('+') + 1), parameters };
}

/** `type/subtype` in lower case. */
export function essenceOf({ type, subtype }: MediaType): string {
  return `${type}/${subtype}`;
}

export function isJson({ syntax }: MediaType): boolean {
  return syntax === 'json';
}

/**
 * The declared media type that fits best: same name and parameters, same name, same syntax (`application/vnd.x+json` for
 * `application/json` and the other way round), `text/*`, then anything. Undefined where none fits.
 */
export function nearestMediaType<T extends { readonly mediaType: string }>(
  sent: MediaType,
  declared: readonly T[],
): T | undefined {
  let best: T | undefined;
  let closeness = 0;
  for (const candidate of declared) {
    const parsed = parseMediaType(candidate.mediaType);
    const here = parsed === undefined ? 0 : closenessOf(sent, parsed);
    if (here <= closeness) continue;
    best = candidate;
    closeness = here;
  }
  return best;
}

function closenessOf(sent: MediaType, declared: MediaType): number {
  if (declared.type === '*') return declared.subtype === '*' ? 1 : 0;
  if (sent.type !== declared.type) return 0;
  if (declared.subtype === '*') return 2;
  if (sent.subtype === declared.subtype) return sameParameters(sent, declared) ? 5 : 4;
  return sent.syntax === declared.syntax ? 3 : 0;
}

function sameParameters(sent: MediaType, declared: MediaType): boolean {
  return [...declared.parameters].every(([name, value]) => sent.parameters.get(name) === value);
}
