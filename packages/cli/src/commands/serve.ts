import type { ApiDocument, RunningServer } from '@stuntdouble/engine';
import { loadAll, startDouble, untilStopped } from '../listen/start-double.ts';
import { resolveServe, type ServeArguments, type ServeSettings } from '../options/resolve-serve.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { addressLines } from '../print/address-lines.ts';
import { documentSummary, duplicateLines, prismSummary } from '../print/document-summary.ts';
import { firstSteps } from '../print/first-steps.ts';
import { startScenario } from '../scenario/start-scenario.ts';

/** `stunt serve`: loads the documents, listens, and says what it found. Runs until it is stopped. */
export async function serve(args: ServeArguments, invocation: Invocation): Promise<Outcome> {
  const stopped = invocation.onStop();
  const settings = await resolveServe(args, invocation.cwd);
  for (const note of settings.notes) invocation.log(`note: ${note}`);
  const documents = await loadAll(settings.documents);
  const server = await startDouble(documents, settings, invocation);
  for (const scenario of settings.scenarios) await startScenario(scenario, server.controlUrl, invocation);
  return {
    exitCode: 0,
    text: startUp(documents, server, settings, invocation),
    running: untilStopped(server, stopped),
  };
}

/** The requests to paste come last: finding them takes a moment on a large document, and the server answers already. */
function* startUp(
  documents: readonly ApiDocument[],
  server: RunningServer,
  { server: options }: ServeSettings,
  invocation: Invocation,
): Generator<string> {
  const { url, authority, duplicates, prismOperations } = server;
  for (const document of documents) yield documentSummary(document, invocation);
  yield* duplicateLines(duplicates);
  if (documents.some(({ operations }) => operations.length > 0)) yield prismSummary(prismOperations);
  yield* addressLines(server);
  yield firstSteps({ documents, url, withCredentials: options.auth !== 'off', authority, invocation });
}
