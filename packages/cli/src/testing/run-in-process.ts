import { runCommandLine } from '../command-line.ts';
import { complaint } from '../print/complaint.ts';
import type { Finished } from './run-stunt.ts';

/** A command as `main.ts` runs it, without a process of its own: for tests that type many. What goes on (`running`) is not waited for. */
export async function runInProcess(
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  const say = (line: string): void => {
    output.stdout += `${line}\n`;
  };
  const log = (line: string): void => {
    output.stderr += `${line}\n`;
  };
  try {
    const { exitCode, text, json } = await runCommandLine(args, {
      invokedAs: 'stunt',
      args,
      version: '0.0.0',
      cwd,
      environment: { controlUrl: undefined, token: undefined },
      variables: { ...process.env, ...variables },
      log,
      say,
      readInput: async () => '',
      onStop: () => new AbortController().signal,
    });
    const whole = json === undefined ? text : JSON.stringify(json, null, 2);
    for (const part of typeof whole === 'string' ? [whole] : whole) say(part);
    return { code: exitCode, ...output };
  } catch (error) {
    const { exitCode, text } = complaint(error, { debug: false });
    log(text);
    return { code: exitCode, ...output };
  }
}
