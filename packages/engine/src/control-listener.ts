import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Control, createControl } from './control/control.ts';
import { type Announced, type ServerFile, writeServerFile } from './control/server-file.ts';
import { type ControlServicesOptions, controlServices } from './control-services.ts';
import type { Engine } from './engine.ts';
import { failureWords } from './redact/failure-words.ts';
import { DEFAULT_SANDBOX, resolveSandbox } from './resolve/resolve-sandbox.ts';

export interface ControlListenerOptions extends ControlServicesOptions {
  /** Port of the second listener, on loopback; 0 takes a free one. */
  readonly port: number;
  readonly token: string | undefined;
  /** Where `.stunt/server.json` is written; nowhere where undefined. */
  readonly folder: string | undefined;
}

/** The control API on its two ways in: the data port, below `/_stunt`, and a listener of its own, which no fault reaches. */
export interface ControlListener {
  /** `http://127.0.0.1:PORT/_stunt`. */
  readonly url: string;
  /**
   * Answers a request of the data port that is for control; false leaves it to the data plane. On the listener of one sandbox,
   * and where Host names one, `/_stunt` is that sandbox's.
   */
  answers(message: IncomingMessage, response: ServerResponse, listenerOf?: string): boolean;
  /** Tells other commands where this double is. Gives back the one that they reached until now, if it runs. */
  announce(dataUrl: string): Promise<ServerFile | undefined>;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Below `/_stunt`, or below that of a sandbox, spelled as requests to it are. */
const CONTROL_TARGET = /^\/(?:~[^/?%]+\/)?_stunt(?:[/?]|$)/;
const SLASHED = new Set(['_', '~']);

export async function listenForControl(engine: Engine, options: ControlListenerOptions): Promise<ControlListener> {
  const { services, runs } = controlServices(engine, options);
  const { onLog, publicUrl } = engine.options;
  let ownPort: number | undefined;
  let loading: Promise<Control> | undefined;
  // Fastify is loaded when somebody controls: most doubles are only served from.
  const handle = (message: IncomingMessage, response: ServerResponse): void => {
    loading ??= createControl({ services, token: options.token, onLog, isForwarded });
    loading
      .then((control) => control.handle(message, response))
      .catch((error) => {
        loading = undefined;
        onLog(`control failed: ${failureWords(error)}`, error);
        response.destroy();
      });
  };
  const server = createServer(handle);
  const isForwarded = (port: number | undefined): boolean => publicUrl !== undefined && port !== ownPort;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK, resolve);
  });
  ownPort = (server.address() as AddressInfo).port;
  const url = `http://${LOOPBACK}:${ownPort}/_stunt`;
  let announced: Announced | undefined;
  return {
    url,
    answers(message, response, listenerOf) {
      const target = message.url ?? '/';
      if (!SLASHED.has(target[1] ?? '') || !CONTROL_TARGET.test(target)) return false;
      const resolved = resolveSandbox(target, message.headers.host, engine.sandboxes, listenerOf, engine.ownHost);
      // Of a listener that serves another one.
      if (listenerOf !== undefined && resolved.kind !== 'reserved') return false;
      if (target[1] === '_' && resolved.kind === 'reserved' && resolved.name !== DEFAULT_SANDBOX)
        message.url = `/~${resolved.name}${target}`;
      handle(message, response);
      return true;
    },
    async announce(dataUrl) {
      if (options.folder === undefined) return undefined;
      const startedAt = new Date(engine.options.clock.now()).toISOString();
      const content = { pid: process.pid, url: dataUrl, controlUrl: url, startedAt };
      announced = await writeServerFile(options.folder, content);
      return announced.displaced;
    },
    async close() {
      await announced?.withdraw();
      await runs.stopAll();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await (await loading)?.close();
    },
  };
}
