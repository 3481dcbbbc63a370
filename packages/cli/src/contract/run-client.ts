import { spawn } from 'node:child_process';
import { errorCode } from '../error-code.ts';
import { CliError } from '../errors.ts';
import type { Invocation } from '../outcome.ts';

/**
 * Runs the client's own command as if it had been typed, with the sandbox in STUNT_URL. A ^C reaches it by itself; the recording waits for
 * its end. @returns its exit code, 1 where a signal ended it. @throws CliError CLIENT_NOT_STARTED
 */
export async function runClient(
  [program = '', ...args]: readonly string[],
  baseUrl: string,
  { cwd, variables }: Pick<Invocation, 'cwd' | 'variables'>,
): Promise<number> {
  const child = spawn(program, args, { cwd, env: { ...variables, STUNT_URL: baseUrl }, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', (error: unknown) => {
      const why = { ENOENT: 'there is no such program', EACCES: 'it is not executable' }[errorCode(error) ?? ''];
      const hint = program.includes(' ') ? `A line of shell is given as: -- sh -c '${program}'` : undefined;
      reject(new CliError('CLIENT_NOT_STARTED', `${program} cannot be started: ${why ?? String(error)}`, hint));
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
