import { join } from 'node:path';
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
import { quoted } from '../print/quoted.ts';
import { startScenario } from '../scenario/start-scenario.ts';

/** Connections that are still busy this long after a signal are cut. */
const graceMs = 800;

/** `stunt serve`: loads the documents, listens, and says what it found. Runs until it is stopped. */
export async function serve(args: ServeArguments, invocation: Invocation): Promise<Outcome> {
  const stopped = invocation.onStop();
  const settings = await resolveServe(args, invocation.cwd);
  for (const note of settings.notes) invocation.log(`note: ${note}`);
  const documents = await Promise.all(settings.documents.map(load));
  const server = await start(documents, settings, invocation);
  for (const scenario of settings.scenarios) await startScenario(scenario, server.controlUrl, invocation);
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
  { log, say, cwd, environment: { token } }: Invocation,
): Promise<RunningServer> {
  const { startServer } = await import('@stuntdouble/engine');
  const onExchange = settings.logsRequests ? (exchange: Exchange) => say(requestLine(exchange)) : undefined;
  try {
    const tls = settings.server.tls ? { folder: join(cwd, '.stunt') } : false;
    const own = { documents, tls, folder: cwd, onLog: log, ...(token && { token }), ...(onExchange && { onExchange }) };
    return await startServer({ ...settings.server, ...own });
  } catch (error) {
    throw await listenFailure(error, settings.server);
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
  { url, controlUrl, authority, duplicates, prismOperations }: RunningServer,
  { server: options }: ServeSettings,
  invocation: Invocation,
): Generator<string> {
  for (const document of documents) yield documentSummary(document, invocation);
  yield* duplicateLines(duplicates);
  if (documents.some(({ operations }) => operations.length > 0)) yield prismSummary(prismOperations);
  yield `\nlistening on ${url}`;
  yield `control at ${controlUrl}`;
  if (authority) yield* authorityLines(authority);
  for (const name of options.sandboxes ?? []) yield `sandbox ${name}: ${url}/~${name}`;
  yield '';
  yield firstSteps({ documents, url, withCredentials: options.auth !== 'off', authority, invocation });
}

/** How clients come to trust the certificate. */
const authorityLines = (file: string): string[] => [
  `certificate authority: ${file}`,
  `  for clients in Node: NODE_EXTRA_CA_CERTS=${quoted(file)}`,
];

/** Settles when the server has closed, or after the grace period: an open connection must not keep a stopped command alive. */
async function untilStopped(server: RunningServer, stopped: AbortSignal): Promise<void> {
  if (!stopped.aborted)
    await new Promise<void>((resolve) => stopped.addEventListener('abort', () => resolve(), { once: true }));
  const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs));
  await Promise.race([server.close(), grace]);
}
