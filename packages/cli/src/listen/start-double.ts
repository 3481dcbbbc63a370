import { METHODS } from 'node:http';
import { join } from 'node:path';
import type { ApiDocument, Exchange, ReachableSandbox, ReservedPath, RunningServer } from '@stuntdouble/engine';
import type { DocumentToServe, ServeSettings } from '../options/resolve-serve.ts';
import type { Invocation } from '../outcome.ts';
import { firstCall } from '../print/first-call.ts';
import { listenFailure } from './listen-failure.ts';

/** What commands that listen have in common: documents are loaded, a double starts, and stops at a signal. Prints nothing but requests. */

/** Connections that are still busy this long after a signal are cut. */
const graceMs = 800;

export const loadAll = (documents: readonly DocumentToServe[]): Promise<ApiDocument[]> =>
  Promise.all(documents.map(load));

async function load({ source, cwd, name, basePath, overlays }: DocumentToServe): Promise<ApiDocument> {
  const { loadDocument } = await import('@stuntdouble/engine');
  return loadDocument(source, {
    cwd,
    ...(name && { name }),
    ...(basePath && { basePath }),
    ...(overlays && { overlays }),
  });
}

export async function startDouble(
  documents: readonly ApiDocument[],
  settings: ServeSettings,
  invocation: Invocation,
  reserved?: ReservedPath,
): Promise<RunningServer> {
  const { log, say, cwd, environment } = invocation;
  const { token } = environment;
  const { startServer } = await import('@stuntdouble/engine');
  const onExchange = settings.logsRequests ? (exchange: Exchange) => say(requestLine(exchange)) : undefined;
  try {
    const tls = settings.server.tls ? { folder: join(cwd, '.stunt') } : false;
    const call = (sandbox: ReachableSandbox) => firstCall(documents, sandbox);
    const beginnings = await readBeginnings(settings, cwd, log);
    const own = {
      ...beginnings,
      documents,
      tls,
      folder: cwd,
      onLog: log,
      firstCall: call,
      ...(token && { token }),
      ...(reserved && { reserved }),
      ...(onExchange && { onExchange }),
    };
    const server = await startServer({ storage: 'auto', ...settings.server, ...own });
    if (server.displaced) log(displacedNote(server.displaced));
    return server;
  } catch (error) {
    throw await listenFailure(error, settings.server, invocation);
  }
}

/** What sandboxes begin with, and the functions that answer in place of the double. */
async function readBeginnings({ fixtures = {}, handlers }: ServeSettings, cwd: string, log: Invocation['log']) {
  const { readFixtures, loadHandlers } = await import('@stuntdouble/engine');
  const read = Object.entries(fixtures).map(async ([name, path]) => [name, await readFixtures(path, cwd)] as const);
  return {
    ...(read.length > 0 && { fixtures: Object.fromEntries(await Promise.all(read)) }),
    ...(handlers !== undefined && { handlers: await loadHandlers(handlers, cwd, log) }),
  };
}

const displacedNote = ({ pid, url }: NonNullable<RunningServer['displaced']>): string =>
  `note: another double runs from this folder (pid ${pid}, ${url}): commands now reach this one`;

/** As the journal has it: the path as the document writes it, for the one that was asked may name a person. */
function requestLine({ id, request, operation, answer }: Exchange): string {
  const method = METHODS.includes(request.method) ? request.method : 'other';
  const outcome = [answer?.status ?? '-', answer?.source ?? '-', operation?.id ?? '-', id];
  return [method, operation?.template ?? '(no operation)', ...outcome].join(' ');
}

/** Settles when the server has closed, or after the grace period: an open connection must not keep a stopped command alive. */
export async function untilStopped(server: RunningServer, stopped: AbortSignal): Promise<void> {
  if (!stopped.aborted)
    await new Promise<void>((resolve) => stopped.addEventListener('abort', () => resolve(), { once: true }));
  const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs));
  await Promise.race([server.close(), grace]);
}
