import type { ApiDocument, RunningServer } from '@stuntdouble/engine';
import type { MountedRegistry } from '../contract/mounted-registry.ts';
import { loadAll, startDouble, untilStopped } from '../listen/start-double.ts';
import { resolveServe, type ServeArguments, type ServeSettings } from '../options/resolve-serve.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { addressLines } from '../print/address-lines.ts';
import { documentSummary, duplicateLines, prismSummary } from '../print/document-summary.ts';
import { firstSteps } from '../print/first-steps.ts';
import { shownCredentials } from '../print/shown-credentials.ts';
import { startScenario } from '../scenario/start-scenario.ts';

/** `stunt serve`: loads the documents, listens, and says what it found. Runs until it is stopped. */
export async function serve(args: ServeArguments, invocation: Invocation): Promise<Outcome> {
  const stopped = invocation.onStop();
  const settings = await resolveServe(args, invocation.cwd);
  for (const note of settings.notes) invocation.log(`note: ${note}`);
  const documents = await loadAll(settings.documents);
  const registry = settings.contracts ? await registryFor(settings, invocation) : undefined;
  const server = await startDouble(documents, settings, invocation, registry?.reserved).catch(async (error) => {
    await registry?.close();
    throw error;
  });
  registry?.locate(server.url);
  for (const scenario of settings.scenarios) await startScenario(scenario, server.controlUrl, invocation);
  return {
    exitCode: 0,
    text: startUp(documents, server, invocation, registry),
    running: untilStopped(server, stopped).finally(() => registry?.close()),
  };
}

/** The requests to paste come last: finding them takes a moment on a large document, and the server answers already. */
function* startUp(
  documents: readonly ApiDocument[],
  server: RunningServer,
  invocation: Invocation,
  registry: MountedRegistry | undefined,
): Generator<string> {
  const { url, authority, duplicates, prismOperations } = server;
  for (const document of documents) yield documentSummary(document, invocation);
  yield* duplicateLines(duplicates);
  if (documents.some(({ operations }) => operations.length > 0)) yield prismSummary(prismOperations);
  yield* addressLines(server);
  if (registry) yield `contracts at ${url}${registry.reserved.path}`;
  yield firstSteps({ documents, url, credentials: shownCredentials(server), authority, invocation });
}

/** In a thread of its own, loaded only where somebody asked for it. */
async function registryFor({ server }: ServeSettings, { cwd, environment, log }: Invocation): Promise<MountedRegistry> {
  const { mountRegistry } = await import('../contract/mounted-registry.ts');
  const { publicUrl, host, tls } = server;
  return mountRegistry({ folder: cwd, token: environment.token, publicUrl, host, secured: Boolean(tls), log });
}
