import { extname } from 'node:path';
import { createSyncFn } from 'synckit';
import type { Address } from './address.ts';
import type { AskThread } from './ask-thread.ts';
import type { Ask, Failure } from './calls.ts';
import { errorOf } from './failure.ts';

/** Calls to the double of all workers that hold the test until they are answered, as those to a double in the same thread do. */
export function createAsk(address: Address): Ask {
  const file = new URL(`./ask-thread${extname(import.meta.url)}`, import.meta.url);
  // One thread for each worker of Jest, started with its first test file.
  const askThread = createSyncFn<AskThread>(file);
  return (name, given) => {
    const { result, failure } = readReply(() => askThread(address, name, JSON.stringify(given)), address);
    if (failure !== undefined) throw errorOf(failure);
    return result;
  };
}

/** `result` is what the call gives: its shape is the callers' business. */
// biome-ignore lint/suspicious/noExplicitAny: JSON.parse
function readReply(ask: () => string, { port }: Address): { readonly result?: any; readonly failure?: Failure } {
  try {
    return JSON.parse(ask());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The double of all workers does not answer on 127.0.0.1:${port}: ${why}. It lives in the process of Jest, which prints why it failed; run the tests again.`,
      { cause: error },
    );
  }
}
