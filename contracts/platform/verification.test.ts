/**
 * Holds the platform to every committed pact, with the Verifier that providers use everywhere. The service runs as it always does; provider
 * states put data where a client would have put it, by the exact sentences of the vocabulary.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Verifier } from '@pact-foundation/pact';
import type { Interaction } from '../pact-files.ts';
import { committedPacts, readPact } from '../pact-output.ts';
import { isRecord } from './document.ts';
import { createPlatform } from './platform.ts';
import { addProviderStates } from './provider-states/endpoints.ts';
import { messageNames, messages } from './provider-states/messages.ts';
import { stateHandlers } from './provider-states/vocabulary.ts';
import { createService } from './service.ts';
import { type RunningPlatform, startPlatform } from './start.ts';
import { pactVerifier } from './testing/pact-verifier.ts';

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

describe('the verification', () => {
  it('has a handler for every state, and no sentence of the vocabulary that nobody uses', () => {
    const used = new Set(files.flatMap((file) => readPact(file).interactions).flatMap(statesOf));
    const handled = [...stateHandlers(running.app, running.platform).keys()];
    expect([...used].filter((state) => !handled.includes(state))).toEqual([]);
    const sentences = (states: Iterable<string>) => new Set([...states].map(sentenceOf));
    expect(sentences(used)).toEqual(sentences(handled));
  });

  it('has a provider for every message', () => {
    const wanted = files
      .flatMap((file) => readPact(file).interactions)
      .filter(({ type }) => type === 'Asynchronous/Messages')
      .map(({ description }) => description);
    expect(wanted.length).toBeGreaterThan(0);
    expect(messageNames).toEqual(expect.arrayContaining(wanted));
  });

  it(
    'fails, and says where, when the platform no longer sends a field that a partner reads',
    async () => {
      const platform = createPlatform();
      const app = createService(platform);
      addProviderStates(app, platform);
      app.addHook('onSend', async (_request, _reply, payload) => withoutField(payload, 'priority'));
      const url = await app.listen({ host: '127.0.0.1', port: 0 });
      // On the command line, since the Verifier prints its complaints between those of the tests.
      const { code, output } = await pactVerifier(
        url,
        '--file',
        join(committedPacts, 'harbour-dashboard-platform.json'),
      );
      await app.close();
      const [, complaints = ''] = output.split('Failures:');
      expect(complaints).toContain('an intake exists - a request for an intake\n');
      expect(complaints).toContain('Actual map is missing the following keys: priority');
      expect(complaints).not.toContain('a request for an intake that does not exist');
      expect(code).toBe(1);
    },
    patience,
  );
});

const statesOf = ({ providerStates = [] }: Interaction): readonly string[] => providerStates.map(({ name }) => name);

/** `an intake exists` is `a {resource} exists`. */
const sentenceOf = (state: string): string =>
  state.replace(/^(a|an|no) (.+) exists$/, (_, word) =>
    word === 'no' ? 'no {resource} exists' : 'a {resource} exists',
  );

/** As if a developer had taken the field out. */
function withoutField(payload: unknown, name: string): unknown {
  if (!Buffer.isBuffer(payload)) return payload;
  return Buffer.from(
    JSON.stringify(JSON.parse(payload.toString()), (key, value) => (key === name ? undefined : value)),
  );
}

async function verify(
  { url, app, platform }: Pick<RunningPlatform, 'url' | 'app' | 'platform'>,
  ...pactUrls: string[]
): Promise<void> {
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
