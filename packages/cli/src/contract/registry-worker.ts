import { parentPort, workerData } from 'node:worker_threads';
import { runRegistryWorker, type WorkerStart } from '@stuntdouble/pact';

/** The thread of a registry inside a double: the whole of what runs there. */
const start: WorkerStart = workerData;
if (parentPort !== null) await runRegistryWorker(parentPort, start);
