import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PactError } from '../errors.ts';
import type { Pact } from '../pact/pact.ts';
import { type GateOptions, messagePath, openProviderGate, type ProviderGate } from './provider-gate.ts';
import { readVerifierResult } from './read-verifier-result.ts';
import { type RunningVerifier, startVerifier } from './run-verifier.ts';
import type { PactToVerify, PactVerification, Verification } from './verification.ts';

export interface VerifyOptions extends GateOptions {
  readonly provider: string;
  /** For the verifier's process. */
  readonly environment: NodeJS.ProcessEnv;
  /** Is told each pact when it is done. */
  readonly onPact?: (verified: PactVerification) => void;
}

/** Beside the deadlines of requests: reading, matching, starting the native library on a busy machine. */
const SLACK_PER_INTERACTION_MS = 5000;
const SLACK_MS = 60_000;

/**
 * Holds a running provider to pacts, one after the other, with Pact's own verifier. Publishes nothing, reads no broker.
 * @throws PactError MESSAGE_URL_MISSING, PROVIDER_UNREACHABLE before anything is verified; VERIFIER_FAILED.
 */
export async function verifyPacts(pacts: readonly PactToVerify[], options: VerifyOptions): Promise<Verification> {
  await checkBefore(pacts, options);
  const gate = await openProviderGate(options);
  const verifier = startVerifier(options.environment);
  const folder = await mkdtemp(join(tmpdir(), 'stunt-verify-'));
  try {
    const verified: PactVerification[] = [];
    for (const [index, pact] of pacts.entries()) {
      const file = join(folder, `${index}.json`);
      await writeFile(file, JSON.stringify(pact.pact.json));
      verified.push(await verifyOne(pact, file, { verifier, gate, options }));
      options.onPact?.(verified[index] ?? emptyOf(pact));
    }
    return { provider: options.provider, pacts: verified };
  } finally {
    verifier.end();
    await gate.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Running {
  readonly verifier: RunningVerifier;
  readonly gate: ProviderGate;
  readonly options: VerifyOptions;
}

async function verifyOne(given: PactToVerify, file: string, running: Running): Promise<PactVerification> {
  const { verifier, gate, options } = running;
  const { interactions } = given.pact;
  // It refuses a pact in which there is nothing to verify, and there is nothing that could differ.
  if (interactions.length === 0) return emptyOf(given);
  const { timeoutMs } = options;
  const said = await verifier.verify(
    {
      provider: given.pact.provider,
      providerBaseUrl: gate.providerUrl,
      pactUrls: [file],
      providerStatesSetupUrl: gate.stateUrl,
      transports: [{ protocol: 'message', port: gate.messagePort, path: messagePath }],
      // The gate answers first, and says why.
      timeout: timeoutMs + SLACK_PER_INTERACTION_MS,
      logLevel: 'error',
    },
    SLACK_MS + interactions.length * (SLACK_PER_INTERACTION_MS + timesAsked(given.pact) * timeoutMs),
  );
  return { ...emptyOf(given), ...readVerifierResult(said, given, { timeoutMs, failures: gate.takeFailures() }) };
}

/** The request itself, and each state before and after it. */
function timesAsked({ interactions }: Pact): number {
  return 1 + 2 * Math.max(1, ...interactions.map(({ states }) => states.length));
}

function emptyOf({ pact, source, pending, notices }: PactToVerify): PactVerification {
  return { consumer: pact.consumer, source, pending, notices, interactions: [], success: true };
}

async function checkBefore(pacts: readonly PactToVerify[], options: VerifyOptions): Promise<void> {
  const all = pacts.flatMap(({ pact, pending }) =>
    pact.interactions.map((interaction) => ({ pact, interaction, pending: pending || interaction.pending })),
  );
  // What is pending stops no build, not even so.
  const message = all.find(({ interaction, pending }) => interaction.kind === 'message' && !pending);
  if (message && !options.messageUrl)
    throw new PactError(
      'MESSAGE_URL_MISSING',
      `the pact of ${message.pact.consumer} holds a message, "${message.interaction.description}", and no request of HTTP would make the provider send it`,
    );
  if (all.some(({ interaction }) => interaction.kind === 'http'))
    await checkListening(options.providerUrl, options.timeoutMs);
}

/** One line instead of as many failures as there are interactions. */
function checkListening(url: URL, timeoutMs: number): Promise<void> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      socket.destroy();
      reject(new PactError('PROVIDER_UNREACHABLE', `the provider cannot be reached at ${url.origin}: ${why}`));
    };
    const socket = connect({ host, port, timeout: timeoutMs }, () => {
      socket.destroy();
      resolve();
    });
    socket.on('timeout', () => fail(`no connection within ${timeoutMs} ms`));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const words = { ECONNREFUSED: 'nothing listens there', ENOTFOUND: 'there is no such host' }[error.code ?? ''];
      fail(words ?? error.message);
    });
  });
}
