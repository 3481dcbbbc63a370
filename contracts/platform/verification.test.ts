/**
 * Holds the platform to every committed pact, with the Verifier that providers use everywhere. The service runs as it always does; provider
 * states put data where a client would have put it, by the exact sentences of the vocabulary.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Verifier } from '@pact-foundation/pact';
import { committedPacts, readPact } from '../pact-output.ts';
import { isRecord } from './document.ts';
import { messages } from './provider-states/messages.ts';
import { stateHandlers } from './provider-states/vocabulary.ts';
import { type RunningPlatform, startPlatform } from './start.ts';

const files = readdirSync(committedPacts).map((name) => join(committedPacts, name));
const patience = 60_000;

let running: RunningPlatform;
beforeAll(async () => {
  running = await startPlatform({ providerStates: true });
});
afterAll(() => running.close());

describe('the platform', () => {
  it.each(files.map((file) => [readPact(file).consumer.name, file]))(
    'keeps its contract with %s',
    async (_consumer, file) => {
      await verify(running, file);
    },
    patience,
  );
});

async function verify({ url, app, platform }: RunningPlatform, ...pactUrls: string[]): Promise<void> {
  const failures: unknown[] = [];
  const handlers = [...stateHandlers(app, platform)].map(([state, handler]): [string, VerifierState] => [
    state,
    async (parameters) => {
      try {
        return { ...(await handler(isRecord(parameters) ? parameters : {})) };
      } catch (error) {
        // The Verifier goes on as if nothing had happened.
        failures.push(error);
        return {};
      }
    },
  ]);
  const providers = [...messages(app, platform)].map(([description, provide]) => [
    description,
    async () => {
      const { body, metadata } = await provide();
      return { __pactMessageMetadata: metadata, message: body };
    },
  ]);
  await new Verifier({
    provider: 'platform',
    providerBaseUrl: url,
    pactUrls,
    logLevel: 'error',
    stateHandlers: Object.fromEntries(handlers),
    messageProviders: Object.fromEntries(providers),
    beforeEach: async () => platform.reset(),
  }).verifyProvider();
  expect(failures).toEqual([]);
}

/** May give back values for the request. */
type VerifierState = (parameters: unknown) => Promise<Record<string, string>>;
