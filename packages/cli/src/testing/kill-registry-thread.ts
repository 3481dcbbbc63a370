import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Worker } from 'node:worker_threads';
import { mountRegistry } from '../contract/mounted-registry.ts';

/** A program for a test: mounts a registry in its folder, ends the thread under it, and prints what is answered before and after. */
const threads: Worker[] = [];
process.on('worker', (worker: Worker) => threads.push(worker));
const registry = await mountRegistry({
  folder: process.cwd(),
  token: undefined,
  publicUrl: undefined,
  secured: false,
  host: undefined,
  log: () => {},
});
const server = createServer((request, response) => registry.reserved.answer(request, response)).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
registry.locate(url);

async function ask(method: string, path: string): Promise<number> {
  const response = await fetch(`${url}/_stunt/contracts${path}`, { method });
  await response.text();
  return response.status;
}

const made = await ask('PUT', '/pacticipants/web/branches/main/versions/1');
const cut = ask('GET', '/pacticipants');
await once(server, 'request');
await threads[0]?.terminate();
const after = await ask('GET', '/pacticipants/web/versions/1');
process.stdout.write(`${JSON.stringify({ made, cut: await cut, after, threads: threads.length })}\n`);
server.close();
server.closeAllConnections();
await registry.close();
