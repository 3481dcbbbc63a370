import type { SandboxCredentials } from '@stuntdouble/engine';
import type { SandboxOptions } from '../double.ts';
import type { Fault } from '../faults.ts';
import type { JestSettings } from '../jest-settings.ts';
import type { ReceivedRequest } from '../received.ts';

/**
 * What a worker of Jest asks of the double of all workers: the members of a sandbox, as plain data, and the beginning and the end of a
 * test file. Shapes only; `worker-sandboxes.ts` answers them, `remote-double.ts` asks them.
 */
export interface Calls {
  /** A test file begins: the sandbox of its worker, as if nothing had happened in it. `worker` is JEST_WORKER_ID. */
  begin(given: { readonly settings: JestSettings; readonly worker: string }): Promise<Reach>;
  /** It is over: what is held goes on, what it made is gone. */
  end(given: OfSandbox): void;
  /** A further sandbox, which ends with the test file. */
  sandbox(given: OfSandbox & { readonly options: SandboxOptions }): Promise<Reach>;
  /** The id of the rule. @throws StuntError FAULT_INVALID */
  fault(given: OfSandbox & { readonly where: string | object; readonly fault: Fault; readonly when?: object }): string;
  remove(given: OfSandbox & { readonly id: string }): void;
  /** The id of the run. */
  scenario(given: OfSandbox & { readonly name: string }): Promise<string>;
  stop(given: OfSandbox & { readonly id: string }): Promise<void>;
  requests(given: OfSandbox & { readonly operation?: string }): readonly ReceivedRequest[];
  now(given: OfSandbox): number;
  advance(given: OfSandbox & { readonly duration: string }): void;
  reset(given: OfSandbox): void;
}

/** A sandbox by its URL: names are told apart within one double only. */
export interface OfSandbox {
  readonly url: string;
}

/** A sandbox, and what a client needs to ask it. */
export interface Reach extends OfSandbox {
  readonly name: string;
  readonly credentials: SandboxCredentials;
}

/** Asks, and holds the thread until there is an answer. Throws what the double throws. */
export type Ask = <Name extends keyof Calls>(
  name: Name,
  given: Parameters<Calls[Name]>[0],
) => Awaited<ReturnType<Calls[Name]>>;

/** As it is sent back: `result` is left out where there is none. */
export type Reply = { readonly result?: unknown } | { readonly failure: Failure };

/** An error as plain data. */
export interface Failure {
  /** Of a StuntError. */
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
}
