/** A scenario as it is written in `scenarios/*.yaml`: named phases, each with the rules that are in force while it lasts. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** Begins again after the last phase, until it is stopped. @default false */
  readonly loop?: boolean;
  readonly phases: readonly Phase[];
}

/** Lasts for a time of the sandbox's clock, or for a number of requests; never both. */
export interface Phase {
  readonly name: string;
  /** A duration: `2m`. */
  readonly for?: string;
  readonly requests?: number;
  /** In the form of a fault rule; what is wrong with one refuses the scenario as a whole. */
  readonly rules: readonly Readonly<Record<string, unknown>>[];
}

/** What a run is started with, beside the scenario. */
export interface RunOptions {
  /** Narrows every rule: `{ "operation": "getIntake" }`. A rule's own conditions stay. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** @default what the scenario says */
  readonly loop?: boolean;
}

export interface RunStatus {
  readonly id: string;
  readonly scenario: string;
  readonly sandbox: string;
  readonly state: 'running' | 'paused' | 'finished' | 'stopped';
  /** Name of the current phase, or of the last one. */
  readonly phase: string;
  /** From 0. */
  readonly phaseIndex: number;
  readonly phases: number;
  /** Rounds that were completed; above 0 only with `loop`. */
  readonly rounds: number;
  /** Milliseconds since the epoch, of the sandbox's clock. */
  readonly startedAt: number;
  readonly phaseStartedAt: number;
  /** Milliseconds until the phase ends by itself; undefined where requests end it or the run is over. */
  readonly phaseEndsIn: number | undefined;
}
