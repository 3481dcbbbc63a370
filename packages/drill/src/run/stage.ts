import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ApiDocument,
  type AuthMode,
  type Clock,
  type Exchange,
  type ReachableSandbox,
  type RunningServer,
  startServer,
  type TlsOptions,
} from '@stuntdouble/engine';
import type { Mode, ModeRule } from '../mode.ts';
import { judgeModes } from '../plan/judge-modes.ts';
import { defaultThresholds } from '../plan/plan.ts';
import type { RunRecord } from '../run-record.ts';
import { type AttemptLog, createAttemptLog } from './attempt-log.ts';
import { environmentOf } from './environment.ts';
import { keyReader } from './idempotency-key.ts';
import { lateAttempts } from './late-attempts.ts';
import { neutralOutput } from './neutral-output.ts';
import { runCommand } from './run-command.ts';
import { ownSandboxes, sharedSandbox, type Venue } from './venue.ts';
import { type PortCount, watchWires } from './watch-wires.ts';

/**
 * The double that a drill runs against: one server, and for each run a sandbox of its own on a port of its own, so that runs know
 * nothing of each other. Judges nothing.
 */
export interface Stage {
  /** @throws DrillError DRILL_COMMAND_NOT_FOUND */
  run(run: Run): Promise<RunRecord>;
  /** Where all runs are served, if they are served in one place. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly document: ApiDocument;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Variables that get the URL of the sandbox, beside STUNT_URL. */
  readonly urlVariables: readonly string[];
  /** The port of the one sandbox that all runs share, for an app that runs already. @default a sandbox and a port for each run */
  readonly port?: number | undefined;
  /** Whose rules are judged before anything runs. */
  readonly modes: readonly Mode[];
  /** Where writes have their idempotency key; see `Thresholds`. @default the usual header fields */
  readonly keyPlaces?: readonly string[];
  readonly auth: AuthMode;
  readonly seed: string;
  readonly clock: Clock;
  /** Of one run: what it needs beyond the usual environment, and how to end that. @default nothing */
  readonly around?: (sandbox: ReachableSandbox) => Promise<Around>;
  /** Speaks HTTPS. @default false */
  readonly tls?: TlsOptions;
  readonly onLog: (line: string) => void;
}

export interface Around {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface Run {
  /** Of the cell, or `baseline`. */
  readonly id: string;
  readonly operation?: string;
  readonly mode?: Mode;
  readonly deadlineMs: number;
  /** More requests than this end the run. */
  readonly flood: number;
  readonly signal: AbortSignal;
}

/** How long requests that are under way are waited for once the command has ended. */
const SETTLE_MS = 500;
const STEP_MS = 5;

interface Open {
  readonly log: AttemptLog;
  readonly run: Run;
  readonly sandbox: ReachableSandbox;
  readonly flood: AbortController;
  isCutOff: boolean;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { document, seed, clock, tls, onLog } = options;
  const open = new Map<string, Open>();
  const server = await startServer({
    ...{ documents: [document], port: 0, seed, limits: 'off', clock, onLog, requestFaults: false },
    ...(tls !== undefined && { tls }),
    onExchange: (exchange) => observe(server, open.get(exchange.sandbox), exchange),
  });
  const wires = watchWires(clock);
  const keyOf = keyReader(options.keyPlaces ?? defaultThresholds.duplicateKeys, document);
  const key = server.engine.options.secrets.token(32);
  const closeAll = async (): Promise<void> => {
    wires.close();
    await server.close();
  };
  const venue = await venueIn(server, options).catch(async (error: unknown) => {
    await closeAll();
    throw error;
  });
  return {
    url: venue.url,
    async run(run) {
      const sandbox = await venue.take();
      const count = wires.count(sandbox.port ?? 0);
      const entry: Open = {
        ...{ log: createAttemptLog(key, wires, keyOf), run, sandbox },
        ...{ flood: new AbortController(), isCutOff: false },
      };
      open.set(sandbox.name, entry);
      try {
        for (const rule of run.mode?.rules ?? [])
          server.engine.faults.put(sandbox.name, { ...rule, where: { operation: run.operation } });
        return await runIn(entry, count, server, options);
      } finally {
        open.delete(sandbox.name);
        count.end();
        await venue.leave(sandbox);
      }
    },
    close: closeAll,
  };
}

async function venueIn(server: RunningServer, options: StageOptions): Promise<Venue> {
  const { auth, port, clock, modes, document } = options;
  judgeModes(server.engine, modes, document);
  return port === undefined ? ownSandboxes(server, auth) : sharedSandbox(server, auth, port, clock);
}

function observe({ engine }: RunningServer, entry: Open | undefined, exchange: Exchange): void {
  if (entry === undefined) return;
  const { log, run, sandbox, flood } = entry;
  log.record(exchange);
  if (log.count > run.flood) flood.abort();
  const { afterwards = [] } = run.mode ?? {};
  if (entry.isCutOff || afterwards.length === 0 || !exchange.firings?.some(({ fired }) => fired)) return;
  entry.isCutOff = true;
  putAll(engine, sandbox.name, afterwards);
}

function putAll({ faults }: RunningServer['engine'], sandbox: string, rules: readonly ModeRule[]): void {
  for (const rule of rules) faults.put(sandbox, rule);
}

async function runIn(entry: Open, count: PortCount, server: RunningServer, options: StageOptions): Promise<RunRecord> {
  const { log, run, sandbox, flood } = entry;
  const { command, cwd, clock } = options;
  const folder = await mkdtemp(join(tmpdir(), 'stunt-drill-'));
  const outcomeFile = join(folder, 'outcome');
  const around = await options.around?.(sandbox);
  try {
    const begun = clock.now();
    const names = { id: run.id, fault: run.mode?.id, operation: run.operation, outcomeFile };
    const env = { ...options.env, ...environmentOf(sandbox, names, options.urlVariables), ...around?.env };
    const signal = AbortSignal.any([run.signal, flood.signal]);
    let openConnections = 0;
    const onEnd = (): void => {
      openConnections = count.open;
    };
    const { deadlineMs } = run;
    const { output, ...result } = await runCommand({ command, cwd, env, clock, signal, deadlineMs, onEnd });
    await settled(count, server, sandbox.name, clock);
    const attempts = log.attempts(begun, clock.now());
    return {
      exitCode: result.exitCode,
      ended: result.ended !== 'aborted' ? result.ended : run.signal.aborted ? 'stopped' : 'flood',
      durationMs: result.durationMs,
      deadlineMs,
      outcome: await outcomeIn(outcomeFile),
      output: neutralOutput(output, sandbox, folder, options.env),
      attempts,
      unlisted: log.count - attempts.length,
      peakConnections: count.peak,
      openConnections,
      late: lateAttempts(attempts, result.durationMs),
    };
  } finally {
    await around?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Until the double has noted what was under way: whoever was held is gone with the command, or else let go. */
async function settled(count: PortCount, { engine }: RunningServer, sandbox: string, clock: Clock): Promise<void> {
  const until = clock.now() + SETTLE_MS;
  while (count.busy > 0 && clock.now() < until) await clock.sleep(STEP_MS);
  if (count.busy === 0) return;
  engine.faults.clear(sandbox);
  while (count.busy > 0 && clock.now() < until + SETTLE_MS) await clock.sleep(STEP_MS);
}

async function outcomeIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim().split(/\s+/)[0]?.slice(0, 40) || undefined;
}
