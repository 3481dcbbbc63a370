/** `${{ }}` by GitHub's own evaluator, over the contexts of a run. Knows nothing of steps. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** `github`, `vars`, `secrets`, `env`, … */
export type Contexts = Readonly<Record<string, unknown>>;

/** How it stands with the job, or with those that a job needs. */
export type Status = 'success' | 'failure';

/** A text with its expressions resolved. What there is not is empty, as on GitHub. */
export function resolved(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => evaluate(expression, contexts).coerceString());
}

/** Whether an `if` holds. Without a function that says otherwise it asks for success as well. */
export function holds(condition: string | boolean | undefined, status: Status, contexts: Contexts): boolean {
  const text = String(condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  const asksForStatus = /\b(success|failure|always|cancelled)\s*\(/.test(text);
  return isTruthy(evaluate(asksForStatus ? text : `success() && (${text})`, contexts, status));
}

function evaluate(expression: string, contexts: Contexts, status: Status = 'success'): data.ExpressionData {
  const functions = Object.entries({
    success: status === 'success',
    failure: status === 'failure',
    always: true,
    cancelled: false,
  }).map(([name, value]) => ({ name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver);
  return new Evaluator(parsed, values, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

const isTruthy = (value: data.ExpressionData): boolean =>
  value.kind === data.Kind.Boolean
    ? value.coerceString() === 'true'
    : !['', '0', 'null'].includes(value.coerceString());
