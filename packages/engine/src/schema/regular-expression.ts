/** Patterns of a document as ajv reads them: ECMA-262 with the `u` flag, compiled once per text. */
const compiled = new Map<string, RegExp | undefined>();

/** Undefined where the text is no regular expression. */
export function regularExpression(pattern: string): RegExp | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  let expression: RegExp | undefined;
  try {
    expression = new RegExp(pattern, 'u');
  } catch {
    expression = undefined;
  }
  compiled.set(pattern, expression);
  return expression;
}
