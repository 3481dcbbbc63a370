import { shownEntry } from './control/routes/webhooks.ts';
import type { ControlEvent, ControlServices } from './control/services.ts';
import { usableKinds } from './control-kinds.ts';
import type { Engine } from './engine.ts';
import { StuntError } from './errors.ts';
import { statsOf } from './metrics/stats.ts';
import { previewOf } from './preview-fault.ts';
import type { JournalEntry } from './record/journal.ts';
import { DEFAULT_SANDBOX } from './resolve/resolve-sandbox.ts';
import { type SandboxServicesOptions, sandboxServices } from './sandbox-services.ts';
import type { ObservedExchange } from './scenario/game-day.ts';
import { scenarioBook } from './scenario/scenario-book.ts';
import { type ScenarioRuns, scenarioRuns } from './scenario/scenario-runs.ts';

export interface ControlServicesOptions extends SandboxServicesOptions {
  readonly version: string;
  /** The user's own scenarios; undefined where there is no folder to look into. */
  readonly scenarioFolder: string | undefined;
}

export interface EngineControl {
  readonly services: ControlServices;
  readonly runs: ScenarioRuns;
}

/** The engine as the control API sees it: rules, runs, clocks and journal, and the events of all of them. */
export function controlServices(engine: Engine, options: ControlServicesOptions): EngineControl {
  const listeners = new Set<(event: ControlEvent) => void>();
  const emit = (type: ControlEvent['type'], sandbox: string, data: unknown): void => {
    for (const listener of listeners) listener({ type, sandbox, data });
  };
  const { faults, clocks, journal, metrics, registry } = engine;
  let unwatch = (): void => {};
  engine.webhooks.watch((entry) => emit('webhook', entry.sandbox, shownEntry(entry)));
  const runs = scenarioRuns(scenarioBook(options.scenarioFolder), {
    clockOf: clocks.clockOf,
    putRule: (sandbox, rule, id) => void faults.put(sandbox, rule, id),
    judgeRule: faults.judge,
    removeRule: (sandbox, id) => void faults.remove(sandbox, id),
    onExchange: (sandbox, listener) =>
      journal.watch((entry) => {
        if (entry.sandbox === sandbox) listener(observed(entry));
      }),
    onPhase: (status) => emit('scenario', status.sandbox, status),
  });
  const stopRuns = (names: readonly string[]): string[] =>
    names.flatMap((name) => {
      const active = runs.runs(name).filter(({ state }) => state === 'running' || state === 'paused');
      for (const { id } of active) runs.act(name, id, 'stop');
      return active.map(({ id }) => id);
    });
  engine.registry.watch(({ kind, name }) => {
    if (kind === 'reset' || kind === 'deleted') stopRuns([name]);
    if (kind === 'deleted') runs.forget(name);
    emit('sandbox', name, { change: kind, name });
  });
  const services: ControlServices = {
    version: options.version,
    defaultSandbox: DEFAULT_SANDBOX,
    sandboxes: engine.sandboxes,
    registry: sandboxServices(engine, options),
    faults: {
      ...faults,
      put(sandbox, input, id) {
        refuseOneMore(faults.list(sandbox), id);
        const rule = faults.put(sandbox, input, id);
        emit('fault', sandbox, { change: 'put', id: rule.id, kind: rule.kind.kind });
        return rule;
      },
      remove(sandbox, id) {
        const removed = faults.remove(sandbox, id);
        if (removed) emit('fault', sandbox, { change: 'removed', id });
        return removed;
      },
      clear(sandbox) {
        const cleared = faults.clear(sandbox);
        emit('fault', sandbox ?? '*', { change: 'cleared', count: cleared });
        return cleared;
      },
    },
    webhooks: engine.webhooks,
    recordings: {
      ...engine.recordings,
      documents: () => engine.mounts.map(({ document: { name, basePaths, root } }) => ({ name, basePaths, root })),
    },
    kinds: (sandbox) => usableKinds(engine, sandbox),
    preview: (sandbox, input) => previewOf(engine, sandbox, input),
    scenarios: runs,
    stopRuns: (sandbox) => stopRuns(sandbox === undefined ? [...engine.sandboxes] : [sandbox]),
    clocks: {
      clockOf: clocks.clockOf,
      offsetOf: clocks.offsetOf,
      setOffset(sandbox, ms) {
        clocks.setOffset(sandbox, ms);
        emit('clock', sandbox, { offset: ms });
      },
    },
    operations: () => engine.mounts.flatMap(({ document }) => document.operations.map(({ id }) => id)),
    journal: journal.entries,
    // prom-client is loaded when somebody scrapes.
    metrics: async (sandbox) =>
      (await import('./metrics/exposition.ts')).expose({ metrics, registry, version: options.version, sandbox }),
    stats: (sandbox) => statsOf(metrics, registry, sandbox),
    subscribe(listener) {
      listeners.add(listener);
      // An entry is made of each exchange while somebody watches: with nobody there, no request pays for it.
      if (listeners.size === 1) unwatch = journal.watch((entry) => emit('exchange', entry.sandbox, entry));
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) unwatch();
      };
    },
  };
  return { services, runs };
}

/** Each is asked at each request of its sandbox, in the one thread that all of them share. */
const MOST_RULES = 500;

function refuseOneMore(
  rules: readonly { readonly id: string; readonly sandbox: string }[],
  id: string | undefined,
): void {
  if (rules.length < MOST_RULES || rules.some((rule) => rule.id === id)) return;
  throw new StuntError('CONTROL_FULL', `There are ${MOST_RULES} rules of faults in force there already.`);
}

/** Faults that leave the status as it was and the answer unusable. */
const BREAKING =
  /^\S+ (reset|empty|garbage|truncate|stall-body|malformed|wrong-media-type|wrong-encoding|empty-body|error-in-200|drift) fired/;

function observed(entry: JournalEntry): ObservedExchange {
  const fired = entry.faults.filter((fault) => / fired(:|$)/.test(fault) && !fault.includes(' not fired'));
  return {
    at: entry.at,
    durationMs: entry.durationMs,
    status: entry.status,
    operation: entry.operation,
    faults: fired,
    identity: `${entry.method} ${entry.pathDigest} ${entry.bodyDigest ?? ''} ${entry.idempotencyDigest ?? ''}`,
    broken: entry.status === 0 || fired.some((fault) => BREAKING.test(fault)),
  };
}
