/** Paths of a template: with stand-ins, and as a regular expression. */
export const filled = (template: string, params: Readonly<Record<string, string>>): string =>
  template.replace(/\{([^{}]+)\}/g, (_, name: string) => params[name] ?? '');

export function pathRegex(template: string, patterns: Readonly<Record<string, string>>): string {
  const [first = '', ...rest] = template.split(/\{([^{}]+)\}/g);
  return rest.reduce(
    (regex, text, at) => regex + (at % 2 === 0 ? (patterns[text] ?? '[^/]+') : escapedPath(text)),
    escapedPath(first),
  );
}

export const escapedPath = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A pattern inside a longer one; what is not anchored may have anything around it. */
export function unanchored(regex: string | undefined): string {
  if (regex === undefined) return '[^/]+';
  const [, inner] = /^\^([^|]*)\$$/.exec(regex) ?? /^\^(\(\?:[^()]*\))\$$/.exec(regex) ?? [];
  return inner === undefined ? '[^/]+' : `(?:${inner})`;
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
