import { join } from 'node:path';
import { folderWith, runStunt, type Started, startStunt } from './run-stunt.ts';

/** The example platform, whose credentials need not be right here, served by the real command in a folder of its own, and the other commands run in that folder. */
export interface PlatformDouble extends Started {
  readonly folder: string;
  /** What a command printed; fails with what it complained about. */
  readonly stunt: (...args: string[]) => Promise<string>;
  /** The status of an intake, asked for in a sandbox; 0 where the connection broke. */
  readonly status: (sandbox?: string, path?: string, init?: RequestInit) => Promise<number>;
}

export const platformDocument = join(import.meta.dirname, '../../../../contracts/platform/openapi.yaml');

export async function platformDouble(
  flags: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<PlatformDouble> {
  const folder = folderWith(files);
  // Most tests ask for something else than credentials.
  const auth = flags.includes('--auth') ? [] : ['--auth', 'presence'];
  const started = await startStunt(['serve', platformDocument, '--port', '0', ...auth, ...flags], folder, env);
  return {
    ...started,
    folder,
    async stunt(...args) {
      const { code, stdout, stderr } = await runStunt(args, folder);
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
      return stdout;
    },
    async status(sandbox, path = '/intakes/int_01KJQ7K0FPY2Y414', init = {}) {
      const prefix = sandbox === undefined ? '' : `/~${sandbox}`;
      const headers = { 'x-api-key': 'test', ...init.headers };
      try {
        const response = await fetch(started.url + prefix + path, { ...init, headers });
        await response.arrayBuffer();
        return response.status;
      } catch {
        return 0;
      }
    },
  };
}
