import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../pact/pact.ts';
import { type RegistryOptions, type RunningRegistry, startRegistry } from '../start-registry.ts';

/** Registries in temporary folders, and the real clients that ask them. What it starts and makes, `endAll` ends and removes. */

const folders: string[] = [];
const registries: RunningRegistry[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-registry-'));
  folders.push(folder);
  return folder;
}

export async function newRegistry(options: Partial<RegistryOptions> = {}): Promise<RunningRegistry> {
  const registry = await startRegistry({ db: join(newFolder(), 'contracts.sqlite'), port: 0, ...options });
  registries.push(registry);
  return registry;
}

export async function endAll(): Promise<void> {
  for (const registry of registries.splice(0)) await registry.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface Said {
  readonly code: number | null;
  readonly output: string;
}

const require = createRequire(import.meta.url);

/** The unmodified `pact-broker` command. */
export const pactBroker = (url: string, ...args: readonly string[]): Promise<Said> =>
  run([require.resolve('@pact-foundation/pact-cli/bin/pact-broker.js'), ...args], { PACT_BROKER_BASE_URL: url });

const VERIFY = `
const { Verifier } = require('@pact-foundation/pact');
const { states, ...options } = JSON.parse(process.argv[1]);
const stateHandlers = Object.fromEntries((states ?? []).map((name) => [name, async () => {}]));
new Verifier({ ...options, stateHandlers, logLevel: 'error' }).verifyProvider().then(
  () => process.exit(0),
  (error) => { console.log(error.message); process.exit(1); },
);`;

/** pact-js's Verifier, in a process of its own: its native part prints what it likes. */
export const verifier = (options: JsonObject): Promise<Said> => run(['-e', VERIFY, JSON.stringify(options)], {});

function run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Said> {
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    env: { ...withoutPact(), PACT_DO_NOT_TRACK: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

const withoutPact = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^PACT_/.test(name)));

export interface PactSketch {
  readonly consumer: string;
  readonly provider: string;
  /** Path and the status that is expected. */
  readonly paths?: Readonly<Record<string, number>>;
}

/** A pact of V3 that asks for some paths. */
export function pactFor({ consumer, provider, paths = { '/orders/1': 200 } }: PactSketch): JsonObject {
  return {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: Object.entries(paths).map(([path, status]) => ({
      description: `a request for ${path}`,
      request: { method: 'GET', path },
      response: { status },
    })),
    metadata: { pactSpecification: { version: '3.0.0' } },
  };
}

export function pactFile(sketch: PactSketch): string {
  const file = join(newFolder(), 'pact.json');
  writeFileSync(file, JSON.stringify(pactFor(sketch)));
  return file;
}

export interface Asked {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read documents whose shape is what they test
  readonly body: any;
}

/** A request of a client that is none of Pact's. */
export async function ask(url: string, method: string, path: string, body?: unknown, token?: string): Promise<Asked> {
  const response = await fetch(path.startsWith('http') ? path : url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

export interface ToPublish extends PactSketch {
  readonly version: string;
  readonly branch?: string;
  readonly tags?: readonly string[];
  readonly onConflict?: 'merge' | 'overwrite';
}

/** Publishes one pact, as the clients do. */
export function publish(url: string, { version, branch, tags, onConflict, ...sketch }: ToPublish): Promise<Asked> {
  return ask(url, 'POST', '/contracts/publish', {
    pacticipantName: sketch.consumer,
    pacticipantVersionNumber: version,
    branch,
    tags,
    contracts: [
      {
        consumerName: sketch.consumer,
        providerName: sketch.provider,
        specification: 'pact',
        contentType: 'application/json',
        content: Buffer.from(JSON.stringify(pactFor(sketch))).toString('base64'),
        onConflict,
      },
    ],
  });
}

export interface ToVerify {
  readonly provider: string;
  readonly version: string;
  readonly branch?: string;
  readonly tags?: readonly string[];
  readonly success?: boolean;
  /** Of the pacts, in the words of consumer version selectors. @default the default ones */
  readonly selectors?: readonly unknown[];
  readonly wipSince?: string;
}

/** What a verifier publishes: for each pact that it is handed, the same result. */
export async function verify(
  url: string,
  { provider, version, branch, tags = [], success = true, ...asked }: ToVerify,
) {
  const base = `/pacticipants/${encodeURIComponent(provider)}`;
  if (branch !== undefined)
    await ask(url, 'PUT', `${base}/branches/${encodeURIComponent(branch)}/versions/${version}`, {});
  for (const tag of tags) await ask(url, 'PUT', `${base}/versions/${version}/tags/${tag}`, {});
  const found = await ask(url, 'POST', `/pacts/provider/${encodeURIComponent(provider)}/for-verification`, {
    consumerVersionSelectors: asked.selectors,
    providerVersionBranch: branch,
    providerVersionTags: tags,
    includePendingStatus: true,
    includeWipPactsSince: asked.wipSince,
  });
  for (const { _links } of found.body._embedded.pacts) {
    const pact = await ask(url, 'GET', _links.self.href);
    const href = pact.body._links['pb:publish-verification-results'].href;
    await ask(url, 'POST', href, { success, providerApplicationVersion: version, testResults: [] });
  }
  return found.body._embedded.pacts.length;
}
