import { cliCatalogue } from '../errors.ts';

/** How a failure is told on stderr: code, message and what to do; a stack only for a bug, and only when asked. */
export interface Complaint {
  readonly exitCode: 1 | 2;
  readonly text: string;
}

export function complaint(error: unknown, { debug }: { debug: boolean }): Complaint {
  if (isForOperator(error)) {
    // What is in no catalogue with exit codes is the engine's: the command line was understood.
    const own = Object.entries(cliCatalogue).find(([code]) => code === error.code)?.[1].exitCode;
    const exitCode = own ?? (error.exitCode === 2 ? 2 : 1);
    return { exitCode, text: `error ${error.code}: ${error.message}\nhint: ${error.hint}` };
  }
  const isError = error instanceof Error;
  const [line] = (isError ? error.message : String(error)).split('\n');
  const stack = debug && isError ? `\n${error.stack}` : '';
  return { exitCode: 1, text: `error UNEXPECTED: ${line}\nhint: ${cliCatalogue.UNEXPECTED.hint}${stack}` };
}

/** Ours and the engine's errors look alike; asking for the engine's class would load the engine. */
function isForOperator(error: unknown): error is Error & { code: string; hint: string; exitCode?: unknown } {
  return error instanceof Error && 'code' in error && 'hint' in error;
}
