/**
 * A path template cut into segments, in the form that the trie compares: literals decoded, parameters named.
 * Never looks at a request.
 */
export type TemplateSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'mixed'; readonly literals: readonly string[]; readonly names: readonly string[] };

/** `/x#action`, `/x?action=1` and `/x{?q}` are served by the part before, since that is all of a path that a server sees. */
export function pathOfTemplate(template: string): string {
  const end = template.search(/\{?[?#]/);
  const path = end === -1 ? template : template.slice(0, end);
  return path.startsWith('/') ? path : `/${path}`;
}

export function parseTemplate(template: string): TemplateSegment[] {
  return pathOfTemplate(template).slice(1).split('/').map(parseSegment);
}

/** Parameter names in order of appearance. */
export function namesOf(segments: readonly TemplateSegment[]): string[] {
  return segments.flatMap((segment) => {
    if (segment.kind === 'literal') return [];
    return segment.kind === 'parameter' ? [segment.name] : segment.names;
  });
}

/** Two templates of the same shape answer the same paths, whatever they call their parameters. */
export function shapeOf(segment: TemplateSegment): string {
  if (segment.kind === 'literal') return segment.text;
  return segment.kind === 'parameter' ? '{}' : segment.literals.join('{}');
}

/** The text that a percent-encoded segment stands for; the segment itself where its encoding is broken. */
export function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function parseSegment(text: string): TemplateSegment {
  // Odd places hold the names: 'a{b}c' gives ['a', 'b', 'c'].
  const pieces = text.split(/\{([^{}]+)\}/);
  if (pieces.length === 1) return { kind: 'literal', text: decodeSegment(text) };
  const literals = pieces.filter((_, index) => index % 2 === 0).map(decodeSegment);
  const names = pieces.filter((_, index) => index % 2 === 1);
  const [name = ''] = names;
  if (names.length === 1 && literals.join('') === '') return { kind: 'parameter', name };
  return { kind: 'mixed', literals, names };
}
