/** Pact's own verifier on the command line, as a provider in any language runs it. Prints nothing; gives back what it said. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { statesPath } from '../provider-states/endpoints.ts';

export interface VerifierRun {
  readonly code: number | null;
  readonly output: string;
}

/** `source` names the pacts, `--dir` or `--file` and where; the service at `url` has the endpoints for provider states. */
export async function pactVerifier(url: string, ...source: readonly string[]): Promise<VerifierRun> {
  const { hostname, port } = new URL(url);
  const { resolve } = createRequire(import.meta.url);
  const command = join(dirname(resolve('@pact-foundation/pact-cli/package.json')), 'bin/pact-verifier.js');
  const provider = ['--provider-name', 'platform', '--hostname', hostname, '--port', port];
  const states = ['--state-change-url', `${url}${statesPath}`, '--transports', `message:${port}`];
  const child = spawn(process.execPath, [command, '--no-colour', ...source, ...provider, ...states], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, output: Buffer.concat(chunks).toString() };
}
