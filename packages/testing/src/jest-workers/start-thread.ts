import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { JestSettings } from '../jest-settings.ts';
import type { Address } from './address.ts';
import type { Failure } from './calls.ts';
import { errorOf } from './failure.ts';

/**
 * Starts the thread of the double of all workers. A thread, since with `--runInBand` tests run in the main one of this process, and hold
 * it while they ask. It keeps no process from ending, and ends with it.
 */
export interface DoubleThread {
  readonly address: Address;
  /** Of the default sandbox. */
  readonly url: string;
  end(): Promise<unknown>;
}

export interface ThreadStart {
  readonly settings: JestSettings;
  /** How many workers Jest may start. */
  readonly workers: number;
}

export type FromThread =
  | { readonly kind: 'ready'; readonly url: string; readonly address: Address }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Of the sources, or of what was built of them. */
const FILE = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

/** @throws StuntError of a document or an option that cannot be used */
export async function startThread(start: ThreadStart): Promise<DoubleThread> {
  const worker = new Worker(FILE, { workerData: start });
  const first = Promise.withResolvers<FromThread>();
  worker.once('message', first.resolve);
  worker.once('exit', () => first.reject(new Error('The thread of the double ended before it was ready.')));
  // Later on nobody waits for it, and an event without a listener would end Jest amid its tests.
  worker.on('error', (error) => {
    first.reject(error);
    process.stderr.write(`The double of all workers failed: ${error instanceof Error ? error.stack : error}\n`);
  });
  const message = await first.promise;
  worker.unref();
  if (message.kind === 'failed') throw errorOf(message.failure);
  return { address: message.address, url: message.url, end: () => worker.terminate() };
}
