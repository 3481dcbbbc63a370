/** How a failure is told on stderr: code, message and what to do; a stack only for a bug, and only when asked. */
export interface Complaint {
  readonly exitCode: 1 | 2;
  readonly text: string;
}

export function complaint(error: unknown, options: { debug: boolean }): Complaint {
  if (isForOperator(error)) {
    const text = `error ${error.code}: ${error.message}\nhint: ${error.hint}`;
    return { exitCode: error.code === 'USAGE' || error.code === 'NO_DOCUMENT' ? 2 : 1, text };
  }
  const [line] = String(error instanceof Error ? error.message : error).split('\n');
  const advice = options.debug
    ? 'this is a bug: report it with the lines below'
    : 'this is a bug: repeat with --debug and report what it prints';
  const stack = options.debug && error instanceof Error ? `\n${error.stack}` : '';
  return { exitCode: 1, text: `error UNEXPECTED: ${line}\nhint: ${advice}${stack}` };
}

/** Ours and the engine's errors look alike; asking for the class would load the engine. */
function isForOperator(error: unknown): error is Error & { code: string; hint: string } {
  return error instanceof Error && 'code' in error && 'hint' in error && typeof error.code === 'string';
}
