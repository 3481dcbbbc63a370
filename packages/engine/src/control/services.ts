import type { Invitations } from '../sandbox/invitations.ts';
import type { SandboxFile } from '../sandbox/sandbox-file.ts';
import type { NewSandbox, SandboxRecord } from '../sandbox.ts';
import type { RunOptions, RunStatus, Scenario } from '../scenario/scenario.ts';
import type { Clock } from '../time/clock.ts';
import type { Webhooks } from '../webhook/webhooks.ts';

/** What the control API controls, as it needs it: the engine fits without knowing of it. */
export interface ControlServices {
  readonly version: string;
  readonly defaultSandbox: string;
  /** Those there are, followed as they come. */
  readonly sandboxes: ReadonlySet<string>;
  readonly registry: ControlledSandboxes;
  readonly faults: ControlledFaults;
  readonly kinds: (sandbox: string) => readonly unknown[];
  /** What a fault would make of an operation's healthy answer. */
  preview(sandbox: string, input: unknown): Promise<unknown>;
  readonly scenarios: ControlledScenarios;
  /** Ends the runs of a sandbox, or of all, and gives their ids: a clear that a scenario undoes is none. */
  stopRuns(sandbox: string | undefined): readonly string[];
  readonly clocks: ControlledClocks;
  readonly webhooks: ControlledWebhooks;
  readonly recordings: ControlledRecordings;
  /** The ids of all operations that are served. */
  operations(): readonly string[];
  /** Oldest first. */
  journal(sandbox: string): readonly ControlledEntry[];
  /** For Prometheus; of every sandbox where none is named. */
  metrics(sandbox: string | undefined): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Volume, success and durations by sandbox and operation; of every sandbox where none is named. */
  stats(sandbox: string | undefined): Promise<unknown>;
  /** Calls back on everything that happens; the result ends it. */
  subscribe(listener: (event: ControlEvent) => void): () => void;
}

export interface ControlledRecordings {
  /** Undefined where the sandbox does not record. */
  read(sandbox: string): { readonly exchanges: readonly object[]; readonly dropped: number } | undefined;
  clear(sandbox: string): void;
  hold(sandbox: string, holder: string): void;
  release(sandbox: string, holder: string): void;
  stop(sandbox: string): void;
  /** What is served, for who makes contracts of it. */
  documents(): readonly { readonly name: string; readonly basePaths: readonly string[]; readonly root: unknown }[];
}

export interface ControlledFaults {
  put(sandbox: string, input: unknown, id?: string): ControlledRule;
  list(sandbox: string): readonly ControlledRule[];
  remove(sandbox: string, id: string): boolean;
  clear(sandbox: string | undefined): number;
}

export interface ControlledRule {
  readonly id: string;
  readonly sandbox: string;
  readonly layer: string;
  readonly input: object;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly counts: { readonly matched: number; readonly fired: number };
  readonly notes?: readonly string[];
}

export interface ControlledScenarios {
  list(): readonly Scenario[];
  run(sandbox: string, scenario: string | Scenario, options: RunOptions): RunStatus;
  /** Most recent last. */
  runs(sandbox: string): readonly RunStatus[];
  act(sandbox: string, id: string, action: 'pause' | 'resume' | 'stop' | 'skip', to?: string): RunStatus | undefined;
  /** Settles when the run is over. */
  ended(sandbox: string, id: string): Promise<RunStatus> | undefined;
  report(sandbox: string, id: string, format: 'json' | 'text' | 'html'): string | undefined;
}

export type ControlledWebhooks = Omit<Webhooks, 'watch' | 'close'>;

export interface ControlledClocks {
  clockOf(sandbox: string): Clock;
  offsetOf(sandbox: string): number;
  setOffset(sandbox: string, ms: number): void;
}

/** A journal entry: an allow list already, passed on as it is. */
export interface ControlledEntry {
  readonly id: string;
  readonly at: number;
  readonly sandbox: string;
  readonly operation: string | undefined;
  readonly status: number;
}

export interface ControlEvent {
  readonly type: 'exchange' | 'fault' | 'scenario' | 'clock' | 'sandbox' | 'webhook';
  readonly sandbox: string;
  readonly data: unknown;
}

/** Where a request was asked: what its client sent as Host, and the port of ours that it came in on. */
export interface Asked {
  readonly host: string | undefined;
  readonly port: number | undefined;
}

export interface ControlledSandboxes {
  get(name: string): SandboxRecord | undefined;
  list(): readonly SandboxRecord[];
  create(given: NewSandbox): Promise<SandboxRecord>;
  put(given: NewSandbox): Promise<SandboxRecord>;
  delete(name: string): boolean;
  rotateKeys(name: string): SandboxRecord;
  reset(name: string): boolean;
  /** Where clients reach it, without a slash at the end; `asked` is how one of them reached us. */
  baseUrlOf(record: SandboxRecord, asked?: Asked): string;
  /** A request to paste; undefined where nobody made one. */
  firstCallOf(record: SandboxRecord, asked?: Asked): string | undefined;
  readonly invitations: Invitations;
  invitationUrl(code: string, asked?: Asked): string;
  exported(record: SandboxRecord, withCredentials: boolean): Promise<SandboxFile>;
  /** `name` instead of the one in the file; `replace` where there is one already. */
  imported(
    file: unknown,
    options: { readonly name?: string | undefined; readonly replace: boolean },
  ): Promise<{ readonly record: SandboxRecord; readonly notes: readonly string[] }>;
}
