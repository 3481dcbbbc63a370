import type { JestEnvironmentConfig } from '@jest/environment';
import { plainSettingsOf } from './jest-settings.ts';
import { announce } from './jest-workers/address.ts';
import { type DoubleThread, startThread } from './jest-workers/start-thread.ts';

/** Of the run before, in watch mode. */
let running: DoubleThread | undefined;

/**
 * One double for all workers of Jest: `globalSetup: '@stuntdouble/testing/jest-global-setup'`, beside `testEnvironment:
 * '@stuntdouble/testing/jest-environment'` and its `testEnvironmentOptions`, which are read here, too. Each worker has a sandbox of its own in
 * it, as new for each test file. What other global set-ups start finds the URL of the default sandbox in `STUNT_URL`.
 * @throws Error in words, without a stack, where the options or the document cannot be used
 */
export default async function startForAllWorkers(
  { maxWorkers }: Pick<JestEnvironmentConfig['globalConfig'], 'maxWorkers'>,
  {
    testEnvironmentOptions,
    rootDir,
  }: Pick<JestEnvironmentConfig['projectConfig'], 'testEnvironmentOptions' | 'rootDir'>,
): Promise<void> {
  try {
    const settings = plainSettingsOf(testEnvironmentOptions.stunt, rootDir);
    await running?.end();
    running = await startThread({ settings, workers: maxWorkers });
    announce(running.address);
    process.env.STUNT_URL = running.url;
  } catch (error) {
    throw inWords(error);
  }
}

/** Jest prints the stack of what a global set-up throws, and places in our code say nothing to who wrote the configuration. */
function inWords(error: unknown): Error {
  const { message, code, hint } = partsOf(error);
  const words = `The double of all workers did not start: ${code === undefined ? '' : `${code}: `}${message}`;
  const shown = new Error(words, { cause: error });
  shown.stack = hint === undefined ? words : `${words}\nhint: ${hint}`;
  return shown;
}

function partsOf(error: unknown): { readonly message: string; readonly code?: unknown; readonly hint?: unknown } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message } = error;
  return 'code' in error && 'hint' in error ? { message, code: error.code, hint: error.hint } : { message };
}
