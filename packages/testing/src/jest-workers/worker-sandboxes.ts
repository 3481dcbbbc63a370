import type { AuthMode } from '@stuntdouble/engine';
import { type ActiveScenario, type DoubleOptions, type OpenDouble, openDouble, type Sandbox } from '../double.ts';
import type { JestSettings } from '../jest-settings.ts';
import type { Calls, Reach } from './calls.ts';

/**
 * The sandboxes of Jest's workers in one double, `worker-1` and so on: made when a worker's first test file begins, as new at the beginning
 * of each further one. Projects of one run that name other documents, or other options, have a double for each of them. Knows no
 * socket and no thread of its own.
 */
export interface WorkerSandboxes extends Calls {
  /** Starts the double, if it does not run yet. @returns the URL of its default sandbox. @throws StuntError of a document that cannot be read */
  open(settings: JestSettings): Promise<string>;
  /** Ends all of it, for who does not end with its process. */
  close(): Promise<void>;
}

interface Held {
  readonly open: OpenDouble;
  readonly sandbox: Sandbox;
  readonly runs: Map<string, ActiveScenario>;
  /** URLs of those that the test file made beside it. */
  readonly further: Set<string>;
  /** Whether it listens on a port of its own, and those beside it do. */
  readonly ownPort: boolean;
}

/** @param workers how many Jest may start: their ids go from 1 to it. */
export function createWorkerSandboxes(workers: number): WorkerSandboxes {
  const doubles = new Map<string, Promise<OpenDouble>>();
  const sandboxes = new Map<string, Held>();
  const doubleOf = (settings: JestSettings): Promise<OpenDouble> => {
    const key = JSON.stringify(settings);
    const known = doubles.get(key);
    if (known !== undefined) return known;
    const opening = openDouble(settings.document, optionsOf(settings, workers));
    doubles.set(key, opening);
    // The next test file may find it mended.
    opening.catch(() => doubles.delete(key));
    return opening;
  };
  const hold = async (open: OpenDouble, made: Made, ownPort: boolean): Promise<Held> => {
    const { name, port } = await open.server.createSandbox({ ...made, port: ownPort ? 0 : undefined });
    const sandbox = open.sandboxAt(name, urlIn(open, name, port));
    const held: Held = { open, sandbox, ownPort, runs: new Map(), further: new Set() };
    sandboxes.set(sandbox.url, held);
    return held;
  };
  const find = (open: OpenDouble, name: string): Held | undefined => {
    const record = open.server.engine.registry.get(name);
    return record && sandboxes.get(urlIn(open, name, record.port));
  };
  const of = (url: string): Held => {
    const held = sandboxes.get(url);
    if (held === undefined) throw new Error(`There is no sandbox at ${url} any more: it ended with its test file.`);
    return held;
  };
  const startAnew = ({ open, sandbox, further, runs }: Held): void => {
    sandbox.reset();
    runs.clear();
    for (const url of further) {
      open.server.engine.registry.delete(of(url).sandbox.name);
      sandboxes.delete(url);
    }
    further.clear();
  };
  return {
    open: async (settings) => (await doubleOf(settings)).server.url,
    async close() {
      for (const opening of doubles.values()) await (await opening).server.close();
    },
    async begin({ settings, worker }) {
      const open = await doubleOf(settings);
      const name = `worker-${worker}`;
      // As the default sandbox is, which a double of one test file has.
      const { auth = 'presence', workerPorts = true } = settings;
      const held = find(open, name) ?? (await hold(open, { name, auth }, workerPorts));
      startAnew(held);
      for (const { sandbox = DEFAULT, ...rule } of settings.faults ?? [])
        if (sandbox === DEFAULT) open.server.engine.faults.put(name, rule);
      return reachOf(held.sandbox);
    },
    end: ({ url }) => startAnew(of(url)),
    async sandbox({ url, options }) {
      const { open, sandbox, further, ownPort } = of(url);
      // Names that a test chooses are its worker's own: another one may choose the same at the same time.
      const name = `${sandbox.name}-${options.name ?? `test-${further.size + 1}`}`;
      const made = await hold(open, { ...options, name }, ownPort);
      further.add(made.sandbox.url);
      return reachOf(made.sandbox);
    },
    fault: ({ url, where, fault, when }) => of(url).sandbox.fault(where, fault, when).id,
    remove({ url, id }) {
      const { open, sandbox } = of(url);
      open.server.engine.faults.remove(sandbox.name, id);
    },
    async scenario({ url, name }) {
      const { sandbox, runs } = of(url);
      const run = await sandbox.scenario(name);
      runs.set(run.id, run);
      return run.id;
    },
    stop: async ({ url, id }) => of(url).runs.get(id)?.stop(),
    requests: ({ url, operation }) => of(url).sandbox.requests(operation === undefined ? {} : { operation }),
    now: ({ url }) => of(url).sandbox.clock.now(),
    advance: ({ url, duration }) => of(url).sandbox.clock.advance(duration),
    reset: ({ url }) => of(url).sandbox.reset(),
  };
}

interface Made {
  readonly name: string;
  readonly auth?: AuthMode;
  readonly seed?: string;
}

const DEFAULT = 'default';

const urlIn = ({ server }: OpenDouble, name: string, port: number | undefined): string =>
  port === undefined ? `${server.url}/~${name}` : server.url.replace(/\d+$/, String(port));

const reachOf = ({ name, url, credentials }: Sandbox): Reach => ({ name, url, credentials });

/** What is said of the default sandbox holds for each worker's, which has its place. */
function optionsOf({ document: _, workerPorts: __, ...options }: JestSettings, workers: number): DoubleOptions {
  const { fixtures, sandboxLimits } = options;
  return {
    ...options,
    ...(fixtures && { fixtures: forWorkers(fixtures, workers) }),
    ...(sandboxLimits && { sandboxLimits: forWorkers(sandboxLimits, workers) }),
  };
}

function forWorkers<Value>(given: Readonly<Record<string, Value>>, workers: number): Record<string, Value> {
  const { [DEFAULT]: ofDefault } = given;
  if (ofDefault === undefined) return given;
  const names = Array.from({ length: workers }, (_, at) => `worker-${at + 1}`);
  return { ...Object.fromEntries(names.map((name) => [name, ofDefault])), ...given };
}
