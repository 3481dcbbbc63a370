/**
 * `node earlier-server.mjs SOURCE DOCUMENT PORT`: the engine of an earlier commit, in the folder SOURCE, behind today's transport: what
 * differs is what the engine does with a request, and not how its answer leaves.
 */
import { listen } from '../packages/engine/src/transport/http-server.ts';

const [source, document, port] = process.argv.slice(2);
const { createEngine } = await import(`${source}/engine.ts`);
const { handle } = await import(`${source}/handle.ts`);
const { loadDocument } = await import(`${source}/load/load-document.ts`);
const { refusalAnswer } = await import(`${source}/refuse.ts`);

const engine = createEngine({ documents: [await loadDocument(document)] });
await listen({
  host: '127.0.0.1',
  port: Number(port),
  maxBody: 10 * 1024 * 1024,
  handle: (request) => handle(engine, request),
  refuse: (refusal) => refusalAnswer(engine.options, refusal),
});
