import type { ApiDocument, Exchange, RunningServer } from '@stuntdouble/engine';
import { listenFailure } from '../listen/listen-failure.ts';
import {
  type DocumentToServe,
  resolveServe,
  type ServeArguments,
  type ServeSettings,
} from '../options/resolve-serve.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { documentSummary, duplicateLines, prismSummary } from '../print/document-summary.ts';
import { firstSteps } from '../print/first-steps.ts';

/** Connections that are still busy this long after a signal are cut. */
const graceMs = 800;

/** `stunt serve`: loads the documents, listens, and says what it found. Runs until it is stopped. */
export async function serve(args: ServeArguments, invocation: Invocation): Promise<Outcome> {
  const stopped = invocation.onStop();
  const settings = await resolveServe(args, invocation.cwd);
  for (const note of settings.notes) invocation.log(`note: ${note}`);
  const documents = await Promise.all(settings.documents.map(load));
  const server = await start(documents, settings, invocation);
  return {
    exitCode: 0,
    text: startUp(documents, server, settings, invocation),
    running: untilStopped(server, stopped),
  };
}

async function load({ source, cwd, name, basePath }: DocumentToServe): Promise<ApiDocument> {
  const { loadDocument } = await import('@stuntdouble/engine');
  return loadDocument(source, { cwd, ...(name && { name }), ...(basePath && { basePath }) });
}

async function start(
  documents: readonly ApiDocument[],
  settings: ServeSettings,
  { log, say }: Invocation,
): Promise<RunningServer> {
  const { startServer } = await import('@stuntdouble/engine');
  const onExchange = settings.logsRequests ? (exchange: Exchange) => say(requestLine(exchange)) : undefined;
  try {
    return await startServer({ ...settings.server, documents, onLog: log, ...(onExchange && { onExchange }) });
  } catch (error) {
    throw await listenFailure(error, settings.server.host, settings.server.port);
  }
}

function requestLine({ id, request, operation, answer }: Exchange): string {
  return [request.method, request.target, answer?.status ?? '-', answer?.source ?? '-', operation?.id ?? '-', id].join(
    ' ',
  );
}

/** The requests to paste come last: finding them takes a moment on a large document, and the server answers already. */
function* startUp(
  documents: readonly ApiDocument[],
  { url, duplicates, prismOperations }: RunningServer,
  { server: options }: ServeSettings,
  invocation: Invocation,
): Generator<string> {
  for (const document of documents) yield documentSummary(document, invocation);
  yield* duplicateLines(duplicates);
  if (documents.some(({ operations }) => operations.length > 0)) yield prismSummary(prismOperations);
  yield `\nlistening on ${url}`;
  for (const name of options.sandboxes ?? []) yield `sandbox ${name}: ${url}/~${name}`;
  yield '';
  yield firstSteps({ documents, url, withCredentials: options.auth !== 'off', invocation });
}

/** Settles when the server has closed, or after the grace period: an open connection must not keep a stopped command alive. */
async function untilStopped(server: RunningServer, stopped: AbortSignal): Promise<void> {
  if (!stopped.aborted)
    await new Promise<void>((resolve) => stopped.addEventListener('abort', () => resolve(), { once: true }));
  const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs));
  await Promise.race([server.close(), grace]);
}
