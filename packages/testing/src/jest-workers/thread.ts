import { parentPort, workerData } from 'node:worker_threads';
import { failureOf } from './failure.ts';
import { serveCalls } from './serve-calls.ts';
import type { FromThread, ThreadStart } from './start-thread.ts';
import { createWorkerSandboxes } from './worker-sandboxes.ts';

/** The thread of the double of all workers: the whole of what runs there. */
const { settings, workers }: ThreadStart = workerData;
const tell = (message: FromThread): void => parentPort?.postMessage(message);

try {
  const sandboxes = createWorkerSandboxes(workers);
  const url = await sandboxes.open(settings);
  const { open: _, close: __, ...calls } = sandboxes;
  const { address } = await serveCalls(calls);
  tell({ kind: 'ready', url, address });
} catch (error) {
  tell({ kind: 'failed', failure: failureOf(error) });
}
