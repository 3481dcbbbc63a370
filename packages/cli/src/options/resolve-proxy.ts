import { parseDuration } from '@stuntdouble/engine';
import type { InferredOptionTypes } from 'yargs';
import { CliError } from '../errors.ts';
import type { proxyFlags } from './proxy-flags.ts';
import { resolveServe, type ServeSettings } from './resolve-serve.ts';

/** What `stunt proxy` was asked for becomes what the engine is asked for. Of stunt.yaml it takes what concerns listening, sandboxes and faults. */

export type ProxyArguments = Partial<InferredOptionTypes<typeof proxyFlags>> & {
  readonly document: string;
  readonly upstream: string;
};

export async function resolveProxy(args: ProxyArguments, cwd: string): Promise<ServeSettings> {
  const { document, upstream: url, 'upstream-timeout': timeout, cors = false, ...flags } = args;
  const settings = await resolveServe({ ...flags, documents: [document] }, cwd);
  const upstream = { url, ...(timeout !== undefined && { timeout: validTimeout(timeout) }) };
  return { ...settings, server: { ...settings.server, cors, upstream } };
}

function validTimeout(given: string): number {
  const timeout = parseDuration(given);
  if (timeout !== undefined && timeout > 0) return timeout;
  throw new CliError('USAGE', `--upstream-timeout: "${given}" is no duration`, 'Write 500ms, 30s or 2m.');
}
