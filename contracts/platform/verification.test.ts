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
import { type StateParameters, stateHandlers } from './provider-states/vocabulary.ts';
import { type RunningPlatform, startPlatform } from './start.ts';

const files = readdirSync(committedPacts).map((name) => join(committedPacts, name));

describe('the platform', () => {
  let running: RunningPlatform;
  beforeAll(async () => {
    running = await startPlatform();
  });
  afterAll(() => running.close());

  it.each(files.map((file) => [readPact(file).consumer.name, file]))(
    'keeps its contract with %s',
    async (_consumer, file) => {
      await verify(running, file);
    },
    60_000,
  );
});

async function verify({ url, platform }: RunningPlatform, ...pactUrls: string[]): Promise<void> {
  const failures: unknown[] = [];
  const handlers = [...stateHandlers(platform)].map(
    ([state, handler]): [string, (parameters: unknown) => Promise<void>] => [
      state,
      async (parameters) => {
        try {
          handler(isRecord(parameters) ? parameters : {});
        } catch (error) {
          // The Verifier goes on as if nothing had happened.
          failures.push(error);
        }
      },
    ],
  );
  await new Verifier({
    provider: 'platform',
    providerBaseUrl: url,
    pactUrls,
    logLevel: 'error',
    stateHandlers: Object.fromEntries(handlers),
    beforeEach: async () => platform.reset(),
  }).verifyProvider();
  expect(failures).toEqual([]);
}
