import type { ApiDocument, RunningServer } from '@stuntdouble/engine';
import { loadAll, startDouble, untilStopped } from '../listen/start-double.ts';
import { type ProxyArguments, resolveProxy } from '../options/resolve-proxy.ts';
import type { ServeSettings } from '../options/resolve-serve.ts';
import type { Invocation, Outcome } from '../outcome.ts';
import { addressLines } from '../print/address-lines.ts';
import { documentSummary, duplicateLines } from '../print/document-summary.ts';
import { firstSteps } from '../print/first-steps.ts';
import { startScenario } from '../scenario/start-scenario.ts';

/** `stunt proxy`: stands in front of a real API, which answers until faults are put in its way. Runs until it is stopped. */
export async function proxy(args: ProxyArguments, invocation: Invocation): Promise<Outcome> {
  const stopped = invocation.onStop();
  const settings = await resolveProxy(args, invocation.cwd);
  const documents = await loadAll(settings.documents);
  const server = await startDouble(documents, settings, invocation);
  for (const scenario of settings.scenarios) await startScenario(scenario, server.controlUrl, invocation);
  return {
    exitCode: 0,
    text: startUp(documents, server, settings, invocation),
    running: untilStopped(server, stopped),
  };
}

function* startUp(
  documents: readonly ApiDocument[],
  server: RunningServer,
  { server: options }: ServeSettings,
  invocation: Invocation,
): Generator<string> {
  for (const document of documents) yield documentSummary(document, invocation);
  yield* duplicateLines(server.duplicates);
  yield `All requests go to ${options.upstream?.url}, also those that no operation matches.`;
  yield* addressLines(server);
  const { url, authority } = server;
  yield firstSteps({ documents, url, withCredentials: true, authority, forwards: true, invocation });
}
