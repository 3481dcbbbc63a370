import type { Clock } from '../time/clock.ts';
import { parseDuration } from '../time/duration.ts';
import type { RunOptions, RunStatus, Scenario } from './scenario.ts';

/** What a run needs of the engine: rules can be put and removed, and exchanges are counted. */
export interface ScenarioHost {
  readonly clock: Clock;
  putRule(rule: Readonly<Record<string, unknown>>, id: string): void;
  removeRule(id: string): void;
  /** Calls back after each exchange of the sandbox; the result ends it. */
  onExchange(listener: () => void): () => void;
  /** Told of each phase that begins, and of the end. */
  onPhase(status: RunStatus): void;
}

export interface ScenarioRun {
  status(): RunStatus;
  /** The rules of the phase stay in force, its time stands still. */
  pause(): void;
  resume(): void;
  /** Ends the current phase; with a name, goes on with that phase. False where there is no such phase. */
  skip(to?: string): boolean;
  stop(): void;
  /** Settles when the run is over, however it ended. */
  readonly ended: Promise<RunStatus>;
}

type State = RunStatus['state'];

/** Plays a scenario on one sandbox: one phase after the other, on that sandbox's clock. Leaves no rule behind, however it ends. */
export function runScenario(
  scenario: Scenario,
  sandbox: string,
  id: string,
  options: RunOptions,
  host: ScenarioHost,
): ScenarioRun {
  return new Run(scenario, sandbox, id, options, host);
}

class Run implements ScenarioRun {
  readonly ended: Promise<RunStatus>;
  readonly #scenario: Scenario;
  readonly #sandbox: string;
  readonly #id: string;
  readonly #options: RunOptions;
  readonly #host: ScenarioHost;
  readonly #startedAt: number;
  #state: State = 'running';
  #index = 0;
  #rounds = 0;
  #phaseStartedAt: number;
  /** What is left of the phase's time when it was last resumed, and when that was. */
  #left: number | undefined;
  #resumedAt: number;
  #interrupt = new AbortController();
  #next: number | undefined;
  #rules: string[] = [];

  constructor(scenario: Scenario, sandbox: string, id: string, options: RunOptions, host: ScenarioHost) {
    this.#scenario = scenario;
    this.#sandbox = sandbox;
    this.#id = id;
    this.#options = options;
    this.#host = host;
    this.#startedAt = this.#phaseStartedAt = this.#resumedAt = host.clock.now();
    this.#enter(0);
    this.ended = this.#play();
  }

  status(): RunStatus {
    const { phases } = this.#scenario;
    // A skip has been decided, though its rules change a moment later.
    const index = Math.min(this.#next ?? this.#index, phases.length - 1);
    return {
      id: this.#id,
      scenario: this.#scenario.name,
      sandbox: this.#sandbox,
      state: this.#state,
      phase: phases[index]?.name ?? '',
      phaseIndex: index,
      phases: phases.length,
      rounds: this.#rounds,
      startedAt: this.#startedAt,
      phaseStartedAt: this.#phaseStartedAt,
      phaseEndsIn: this.#isOver() ? undefined : this.#remaining(),
    };
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#left = this.#remaining();
    this.#state = 'paused';
    this.#wake();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#resumedAt = this.#host.clock.now();
    this.#state = 'running';
    this.#wake();
  }

  skip(to?: string): boolean {
    const target = to === undefined ? this.#index + 1 : this.#scenario.phases.findIndex(({ name }) => name === to);
    if (target === -1 || this.#isOver()) return false;
    this.#next = target;
    this.#wake();
    return true;
  }

  stop(): void {
    if (this.#isOver()) return;
    this.#state = 'stopped';
    this.#wake();
  }

  async #play(): Promise<RunStatus> {
    const { phases } = this.#scenario;
    while (!this.#isOver()) {
      await this.#lastPhase();
      if (this.#isOver()) break;
      const next = this.#next ?? this.#index + 1;
      this.#next = undefined;
      if (next < phases.length) this.#enter(next);
      else if (this.#options.loop ?? this.#scenario.loop) {
        this.#rounds++;
        this.#enter(0);
      } else this.#state = 'finished';
    }
    this.#removeRules();
    const status = this.status();
    this.#host.onPhase(status);
    return status;
  }

  #enter(index: number): void {
    this.#removeRules();
    const phase = this.#scenario.phases[index];
    this.#index = index;
    this.#phaseStartedAt = this.#resumedAt = this.#host.clock.now();
    this.#left = parseDuration(phase?.for);
    for (const [position, rule] of (phase?.rules ?? []).entries()) {
      const ruleId = `${this.#id}-${index}-${position}`;
      this.#host.putRule(narrowed(rule, this.#options.where), ruleId);
      this.#rules.push(ruleId);
    }
    this.#host.onPhase(this.status());
  }

  /** Waits until the phase is over: by its time, its requests, a skip or a stop; a pause waits in between. */
  async #lastPhase(): Promise<void> {
    let missing = this.#scenario.phases[this.#index]?.requests ?? Number.POSITIVE_INFINITY;
    const unsubscribe = this.#host.onExchange(() => {
      if (this.#state === 'running' && --missing <= 0) this.#wake();
    });
    try {
      while (!this.#isOver() && this.#next === undefined && missing > 0) {
        const remaining = this.#state === 'paused' ? Number.POSITIVE_INFINITY : this.#remaining();
        if (remaining !== undefined && remaining <= 0) break;
        await this.#sleep(remaining);
      }
    } finally {
      unsubscribe();
    }
  }

  async #sleep(ms: number | undefined): Promise<void> {
    const { signal } = this.#interrupt;
    const interrupted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    const timed =
      ms === undefined || ms === Number.POSITIVE_INFINITY ? interrupted : this.#host.clock.sleep(ms, signal);
    await Promise.race([interrupted, timed.catch(() => {})]);
  }

  #wake(): void {
    this.#interrupt.abort();
    this.#interrupt = new AbortController();
  }

  #remaining(): number | undefined {
    if (this.#left === undefined || this.#state === 'paused') return this.#left;
    return Math.max(0, this.#left - (this.#host.clock.now() - this.#resumedAt));
  }

  #removeRules(): void {
    for (const id of this.#rules.splice(0)) this.#host.removeRule(id);
  }

  #isOver(): boolean {
    return this.#state === 'finished' || this.#state === 'stopped';
  }
}

/** A rule of a scenario where the run is meant; its own conditions stay. */
export function narrowed(
  rule: Readonly<Record<string, unknown>>,
  where: RunOptions['where'],
): Readonly<Record<string, unknown>> {
  const both = { ...where, ...(isRecord(rule.where) ? rule.where : {}) };
  return Object.keys(both).length > 0 ? { ...rule, where: both } : rule;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
