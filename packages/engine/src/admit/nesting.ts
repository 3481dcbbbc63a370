/** Deeper than any API goes, and far from what the stack carries: everything behind admission may walk a value recursively. */
const DEEPEST = 500;

/** Whether arrays and objects of a JSON text are nested deeper than is allowed. Reads brackets outside of strings, nothing else. */
export function nestsTooDeep(text: string): boolean {
  // What opens has to close again.
  if (text.length <= 2 * DEEPEST) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === BRACKET || code === BRACE) depth++;
    else if (code === BRACKET + 2 || code === BRACE + 2) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

const QUOTE = 34;
const BACKSLASH = 92;
const BRACKET = 91;
const BRACE = 123;

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}
