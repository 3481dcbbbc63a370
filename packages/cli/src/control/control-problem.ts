import type { IncomingMessage } from 'node:http';

/** What the control API refused, in its own words. `main.ts` prints it like every error for the operator. */
export class ControlProblem extends Error {
  readonly code: string;
  readonly hint: string;
  override readonly name = 'ControlProblem';

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  static of({ statusCode }: IncomingMessage, text: string): ControlProblem {
    const { code, detail, hint } = problemIn(text);
    if (typeof code === 'string' && typeof detail === 'string')
      return new ControlProblem(code, detail, typeof hint === 'string' ? hint : 'See /_stunt/openapi.json.');
    const hintOfOthers = 'Give the address that the double printed as "control", or check --control.';
    return new ControlProblem('CONTROL_UNREACHABLE', `what answers there is no double: ${statusCode}`, hintOfOthers);
  }
}

function problemIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
