import {
  type ApiDocument,
  type AuthMode,
  loadDocument,
  loadSampler,
  parseDuration,
  type Rule,
  type RunningServer,
  type SandboxCredentials,
  type ServerOptions,
  startServer,
  type When,
  type Where,
} from '@stuntdouble/engine';
import { type Arrivals, createArrivals } from './arrivals.ts';
import type { Fault } from './faults.ts';
import { checkOperation } from './known-operation.ts';
import { type ReceivedRequest, receivedIn } from './received.ts';

/**
 * A double inside a test: started from a document on a port of its own, broken on purpose, asked what it received. Nothing of it is
 * global, so that any number run beside each other, in any test runner.
 */
export interface Double<Operation extends string = string> extends Sandbox<Operation>, AsyncDisposable {
  /** Another sandbox of the same double: own port, data, faults, clock and records. @default a name that is free */
  sandbox(options?: SandboxOptions): Promise<Sandbox<Operation>>;
  /** Ends it, whatever is held. The same as leaving the block of `await using`. */
  close(): Promise<void>;
}

export interface Sandbox<Operation extends string = string> {
  readonly name: string;
  /** What the client under test is given as base URL: `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Right ones, for documents that ask for credentials. */
  readonly credentials: SandboxCredentials;
  /**
   * Puts a fault in force: for an operation by its operationId (or `POST /intakes`), for all (`*`), or where more conditions hold.
   * @throws StuntError FAULT_INVALID, which says what is allowed.
   */
  fault(where: Operation | '*' | Where, fault: Fault, when?: When): ActiveFault;
  /** Runs a scenario by its name, `brownout`, on this sandbox's clock; it goes on until it ends or the double does. */
  scenario(name: string): Promise<ActiveScenario>;
  /** In the order of arrival, what is under way included. `operation`: those to it alone. @throws Error where the document has no such operation. */
  requests(only?: { readonly operation?: Operation }): readonly ReceivedRequest[];
  readonly clock: TestClock;
  /** Faults, data, records and clock as they were at the start. */
  reset(): void;
}

export interface DoubleOptions
  extends Omit<ServerOptions, 'documents' | 'host' | 'port' | 'controlPort' | 'capture' | 'storage' | 'folder'> {
  /** Where relative paths start. @default the working folder of the process */
  readonly cwd?: string;
}

export interface SandboxOptions {
  readonly name?: string;
  readonly auth?: AuthMode;
  readonly seed?: string;
}

export interface ActiveFault extends Disposable {
  readonly id: string;
  /** Ends it; what it held goes on. */
  remove(): void;
}

export interface ActiveScenario {
  readonly id: string;
  stop(): Promise<void>;
}

export interface TestClock {
  /** Milliseconds since the Unix epoch, as the sandbox sees it. */
  now(): number;
  /** Moves it on; what waited for less goes on at once. `30s`, `200ms`. */
  advance(duration: string): void;
}

/** A document is read once in a process: a second double of it starts within milliseconds. */
const documents = new Map<string, Promise<ApiDocument>>();

/**
 * Starts a double of a document: a path, a URL, or one that is loaded already.
 * @throws StuntError SPEC_NOT_FOUND and the other codes of documents.
 */
export async function double<Operation extends string = string>(
  source: string | ApiDocument,
  options: DoubleOptions = {},
): Promise<Double<Operation>> {
  const { server, sandboxAt } = await openDouble(source, options);
  let count = 0;
  const close = (): Promise<void> => server.close();
  return {
    ...sandboxAt<Operation>('default', server.url),
    async sandbox({ name = `test-${++count}`, auth, seed } = {}) {
      // By a path of the one port, a client that drops the path of its base URL would ask another sandbox, and nobody would see it.
      const { baseUrl } = await server.createSandbox({ name, auth, seed, port: 0 });
      return sandboxAt<Operation>(name, baseUrl);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A double with what is behind it, for who makes and ends sandboxes of it for others. */
export interface OpenDouble {
  readonly server: RunningServer;
  /** A sandbox that there is, as a test sees it. */
  sandboxAt<Operation extends string>(name: string, url: string): Sandbox<Operation>;
}

export async function openDouble(
  source: string | ApiDocument,
  { cwd = process.cwd(), ...options }: DoubleOptions,
): Promise<OpenDouble> {
  // What generates data is loaded once and takes longer than a client may wait: before the first request, not during it.
  const [document] = await Promise.all([typeof source === 'string' ? documentAt(source, cwd) : source, loadSampler()]);
  const arrivals = createArrivals();
  const server: RunningServer = await startServer({
    onLog: () => {},
    ...options,
    documents: [document],
    port: 0,
    capture: true,
    onWaiting(exchange) {
      arrivals.waiting(exchange, server.engine.clocks.offsetOf(exchange.sandbox));
      options.onWaiting?.(exchange);
    },
    onExchange(exchange) {
      arrivals.over(exchange, server.engine.clocks.offsetOf(exchange.sandbox));
      options.onExchange?.(exchange);
    },
  });
  server.engine.registry.watch(({ kind, name }) => {
    if (kind === 'reset' || kind === 'deleted') arrivals.forget(name);
  });
  return { server, sandboxAt: (name, url) => sandboxOf(server, arrivals, { name, url }) };
}

function documentAt(source: string, cwd: string): Promise<ApiDocument> {
  const key = `${cwd}\n${source}`;
  const known = documents.get(key);
  if (known !== undefined) return known;
  const loading = loadDocument(source, { cwd });
  documents.set(key, loading);
  // The next test may find it mended.
  loading.catch(() => documents.delete(key));
  return loading;
}

function sandboxOf<Operation extends string>(
  { engine, controlUrl }: RunningServer,
  arrivals: Arrivals,
  { name, url }: { readonly name: string; readonly url: string },
): Sandbox<Operation> {
  const record = engine.registry.get(name);
  if (record === undefined) throw new Error(`there is no sandbox ${name}`);
  const active = ({ id }: Rule): ActiveFault => {
    const remove = (): void => void engine.faults.remove(name, id);
    return { id, remove, [Symbol.dispose]: remove };
  };
  return {
    name,
    url,
    credentials: record.credentials,
    fault: (where, fault, when) => active(engine.faults.put(name, ruleOf(where, fault, when))),
    scenario: (scenario) => runScenario(`${controlUrl.replace(/\/_stunt$/, '')}/~${name}/_stunt`, scenario),
    requests({ operation } = {}) {
      const received = receivedIn(engine, name, arrivals);
      if (operation === undefined) return received;
      checkOperation(operation, engine.options.documents);
      return received.filter((request) => request.operation === operation);
    },
    clock: {
      now: () => engine.clocks.clockOf(name).now(),
      advance: (duration) => engine.clocks.advance(name, millisecondsOf(duration)),
    },
    reset: () => void engine.registry.reset(name),
  };
}

function millisecondsOf(duration: string): number {
  const ms = parseDuration(duration);
  if (ms === undefined) throw new Error(`"${duration}" is no duration; write 200ms, 30s, 5m, 1h or 7d.`);
  return ms;
}

function ruleOf(where: string | Where, fault: Fault, when: When | undefined): object {
  const place = typeof where === 'string' ? (where === '*' ? undefined : { operation: where }) : where;
  return { ...fault, ...(place && { where: place }), ...(when && { when }) };
}

/** Scenarios belong to the control API, which is loaded when a test asks for one. */
async function runScenario(control: string, name: string): Promise<ActiveScenario> {
  const post = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${control}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const body: unknown = await answer.json();
    if (answer.ok) return body;
    throw new Error(typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : 'refused');
  };
  const run = await post(`/scenarios/${encodeURIComponent(name)}/run`);
  const id = typeof run === 'object' && run !== null && 'id' in run ? String(run.id) : '';
  return { id, stop: async () => void (await post(`/scenarios/runs/${id}/stop`)) };
}
