/**
 * Breaks JSON text into lines as `JSON.stringify(value, null, 2)` does, but by its marks alone: text that is no JSON any more comes
 * out as well, and what two texts have in common looks the same in both.
 */
export function layOutJson(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  const breakLine = (): void => {
    lines.push(line);
    line = '  '.repeat(depth);
  };
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^[[{]\s*[\]}]$/.test(token)) line += token.slice(0, 1) + token.slice(-1);
    else if (token === '{' || token === '[') {
      line += token;
      depth = Math.min(depth + 1, MAX_DEPTH);
      breakLine();
    } else if (token === '}' || token === ']') {
      depth = Math.max(depth - 1, 0);
      breakLine();
      line += token;
    } else if (token === ',') {
      line += token;
      breakLine();
    } else line += token === ':' ? ': ' : token;
  }
  return [...lines, line];
}

/** Strings, closed or not; empty pairs; marks; whatever else stands without a space. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|\{\s*\}|\[\s*\]|[{}[\],:]|[^\s{}[\],:"]+/gs;
const MAX_DEPTH = 100;
