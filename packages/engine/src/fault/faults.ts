import type { Answer, Exchange } from '../exchange.ts';
import type { ListenerFault, OperationView } from './fault-kind.ts';
import type { Rule } from './rule.ts';

/** What an exchange looks like to the rules, beyond the exchange itself. */
export interface Subject {
  /** Name of the document that matched; undefined where nothing did. */
  readonly api: string | undefined;
  readonly operation: OperationView | undefined;
}

/** The rules in force, and their effect on requests. Knows no socket: what the wire must do leaves as a `Delivery`. */
export interface Faults {
  /** True while no sandbox has a rule, so that the request path can pass this stage by. */
  readonly isEmpty: boolean;
  /** Makes or, under an id that exists, replaces a rule. Refused as a whole by a StuntError (`FAULT_INVALID`); the rules in force stay. */
  put(sandbox: string, input: unknown, id?: string): Rule;
  list(sandbox: string): readonly Rule[];
  remove(sandbox: string, id: string): boolean;
  /** Removes the rules of a sandbox, or of all, and lets go what they hold. Returns how many. */
  clear(sandbox: string | undefined): number;
  /** Runs one request under the rules: `healthy` makes the answer that would be given without them. */
  run(exchange: Exchange, subject: Subject, healthy: () => Answer | Promise<Answer>): Answer | Promise<Answer>;
  /** What the listener must do now; called back on each change. */
  onListener(listener: (faults: readonly ListenerFault[]) => void): void;
}
