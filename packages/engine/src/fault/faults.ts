import type { Answer, Exchange, HttpRequest } from '../exchange.ts';
import type { Healthy, ListenerFault, OperationView } from './fault-kind.ts';
import type { Rule } from './rule.ts';

/** What an exchange looks like to the rules, beyond the exchange itself. */
export interface Subject {
  /** Name of the document that matched, or that the path belongs to where no operation did; undefined where none can be told. */
  readonly api: string | undefined;
  /** The target as it was asked within its sandbox: without `/~name`. */
  readonly target: string;
  /** Asked only where a rule matches. */
  operation(): OperationView | undefined | Promise<OperationView | undefined>;
}

/** The rules in force, and their effect on requests. Knows no socket: what the wire must do leaves as a `Delivery`. */
export interface Faults {
  /** True while no sandbox has a rule. */
  readonly isEmpty: boolean;
  /** Whether a request may meet a fault at all, by a rule or by its own header field, so that the request path can pass this stage by. */
  concerns(request: HttpRequest): boolean;
  /** Makes or, under an id that exists, replaces a rule. Refused as a whole by a StuntError (`FAULT_INVALID`); the rules in force stay. */
  put(sandbox: string, input: unknown, id?: string): Rule;
  /** Throws as `put` would, and changes nothing: for what is put in force later. */
  judge(sandbox: string, input: unknown): void;
  /** In the order given; the operator's rules are those of `*`. */
  list(sandbox: string): readonly Rule[];
  remove(sandbox: string, id: string): boolean;
  /**
   * Removes the rules of a sandbox, or of all, and lets go what they hold. Returns how many. Where there is only one sandbox,
   * the operator's rules (`*`) go with its own.
   */
  clear(sandbox: string | undefined): number;
  /**
   * Runs one request under the rules: `healthy` makes the answer that would be given without them. What waits is given up
   * when the request says that its client has left.
   */
  run(exchange: Exchange, subject: Subject, healthy: Healthy): Answer | Promise<Answer>;
  /** What a listener must do now, that of a sandbox or the one for all others; called at once and on each change, until it is ended. */
  onListener(listener: (faults: readonly ListenerFault[]) => void, sandbox?: string): () => void;
}
