import type { MessagePort } from 'node:worker_threads';
import { PactError } from '../../errors.ts';
import { startRegistry } from '../start-registry.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts';

/** A registry in a thread of its own, since SQLite blocks: answers what is handed to it, and ends when it is told to. */
export async function runRegistryWorker(port: MessagePort, start: WorkerStart): Promise<void> {
  const say = (message: FromWorker): void => port.postMessage(message);
  try {
    const registry = await startRegistry({ ...start, onLog: (line) => say({ kind: 'log', line }) });
    port.on('message', async (message: ToWorker) => {
      switch (message.kind) {
        case 'request':
          say({ kind: 'answer', id: message.id, answer: await registry.answer(message.request) });
          return;
        case 'located':
          registry.locate(message.url);
          return;
        case 'close':
          await registry.close();
          port.close();
      }
    });
    say({ kind: 'ready' });
  } catch (error) {
    const { code, hint } = error instanceof PactError ? error : {};
    say({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error), hint });
    port.close();
  }
}
