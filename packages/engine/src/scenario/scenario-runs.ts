import { StuntError } from '../errors.ts';
import type { Clock } from '../time/clock.ts';
import { type GameDayRecorder, type ObservedExchange, recordGameDay } from './game-day.ts';
import { gameDayHtml } from './game-day-html.ts';
import { gameDayText } from './game-day-text.ts';
import { placeIn } from './parse-scenario.ts';
import { narrowed, runScenario, type ScenarioRun } from './run-scenario.ts';
import type { RunOptions, RunStatus, Scenario } from './scenario.ts';
import type { ScenarioBook } from './scenario-book.ts';

/** What the runs need of the engine. */
export interface RunsHost {
  clockOf(sandbox: string): Clock;
  putRule(sandbox: string, rule: Readonly<Record<string, unknown>>, id: string): void;
  /** Throws where the rule would be refused. */
  judgeRule(sandbox: string, rule: Readonly<Record<string, unknown>>): void;
  removeRule(sandbox: string, id: string): void;
  onExchange(sandbox: string, listener: (observed: ObservedExchange) => void): () => void;
  onPhase(status: RunStatus): void;
}

export interface ScenarioRuns {
  list(): readonly Scenario[];
  /** Refuses a scenario as a whole where one of its rules is wrong; nothing is in force then. */
  run(sandbox: string, scenario: string | Scenario, options: RunOptions): RunStatus;
  runs(sandbox: string): readonly RunStatus[];
  act(sandbox: string, id: string, action: 'pause' | 'resume' | 'stop' | 'skip', to?: string): RunStatus | undefined;
  ended(sandbox: string, id: string): Promise<RunStatus> | undefined;
  report(sandbox: string, id: string, format: 'json' | 'text' | 'html'): string | undefined;
  /** The sandbox is gone, and its reports with it. */
  forget(sandbox: string): void;
  stopAll(): Promise<void>;
}

interface Kept {
  readonly sandbox: string;
  readonly run: ScenarioRun;
  readonly recorder: GameDayRecorder;
  readonly phases: readonly string[];
}

/** Of one sandbox: runs that are under way, and runs at all, for those that are over are kept for their reports. */
const MOST_ACTIVE = 10;
const KEPT_RUNS = 50;
const MOST_RULES = 100;

export function scenarioRuns(book: ScenarioBook, host: RunsHost): ScenarioRuns {
  const kept = new Map<string, Kept>();
  let count = 0;
  const find = (sandbox: string, id: string): Kept | undefined => {
    const found = kept.get(id);
    return found?.sandbox === sandbox ? found : undefined;
  };
  return {
    list: book.list,
    run(sandbox, given, options) {
      const scenario = typeof given === 'string' ? book.find(given) : given;
      const others = [...kept.values()].filter((each) => each.sandbox === sandbox && !isOver(each));
      if (others.length >= MOST_ACTIVE)
        throw new StuntError('CONTROL_FULL', `${MOST_ACTIVE} scenarios are under way in sandbox "${sandbox}" already.`);
      judgeRules(sandbox, scenario, options, host);
      const id = `run-${++count}`;
      const recorder = recordGameDay(scenario, sandbox, () => host.clockOf(sandbox).now());
      const unsubscribe = host.onExchange(sandbox, recorder.exchange);
      const run = runScenario(scenario, sandbox, id, options, {
        clock: host.clockOf(sandbox),
        putRule: (rule, ruleId) => host.putRule(sandbox, rule, ruleId),
        removeRule: (ruleId) => host.removeRule(sandbox, ruleId),
        onExchange: (listener) => host.onExchange(sandbox, listener),
        onPhase(status) {
          recorder.phase(status);
          host.onPhase(status);
        },
      });
      void run.ended.then(() => {
        unsubscribe();
        recorder.end();
      });
      kept.set(id, { sandbox, run, recorder, phases: scenario.phases.map(({ name }) => name) });
      forgetOld(kept, sandbox);
      return run.status();
    },
    runs: (sandbox) => [...kept.values()].filter((each) => each.sandbox === sandbox).map(({ run }) => run.status()),
    act(sandbox, id, action, to) {
      const found = find(sandbox, id);
      if (found === undefined) return undefined;
      if (action !== 'skip') found.run[action]();
      else if (!found.run.skip(to)) throw cannotSkip(found.run.status(), found.phases, to);
      return found.run.status();
    },
    ended: (sandbox, id) => find(sandbox, id)?.run.ended,
    report(sandbox, id, format) {
      const report = find(sandbox, id)?.recorder.report();
      if (report === undefined) return undefined;
      if (format === 'json') return JSON.stringify(report);
      return format === 'text' ? gameDayText(report) : gameDayHtml(report);
    },
    forget(sandbox) {
      for (const [id, each] of kept) if (each.sandbox === sandbox) kept.delete(id);
    },
    async stopAll() {
      for (const { run } of kept.values()) run.stop();
      await Promise.all([...kept.values()].map(({ run }) => run.ended));
    },
  };
}

/** A mistake in the last phase is told now, and not in an hour; with the place where it was written. */
function judgeRules(sandbox: string, scenario: Scenario, { where }: RunOptions, host: RunsHost): void {
  for (const [phase, { rules }] of scenario.phases.entries()) {
    if (rules.length > MOST_RULES) throw tooManyRules(placeIn(scenario, ['phases', phase, 'rules']));
    for (const [position, rule] of rules.entries()) {
      try {
        host.judgeRule(sandbox, narrowed(rule, where));
      } catch (error) {
        if (!(error instanceof StuntError)) throw error;
        const place = placeIn(scenario, ['phases', phase, 'rules', position]);
        throw new StuntError(error.code, `${place}: ${error.message}`, error.hint);
      }
    }
  }
}

const tooManyRules = (place: string): StuntError =>
  new StuntError('SCENARIO_INVALID', `${place}: a phase has at most ${MOST_RULES} rules`);

function cannotSkip({ id, state }: RunStatus, phases: readonly string[], to: string | undefined): StuntError {
  const isUnknown = to !== undefined && !phases.includes(to);
  const why = isUnknown
    ? `has no phase "${to}"; it has ${phases.join(', ')}`
    : `is ${state}: there is nothing to skip to`;
  return new StuntError('SCENARIO_UNKNOWN', `${id} ${why}.`);
}

const isOver = ({ run }: Kept): boolean => ['finished', 'stopped'].includes(run.status().state);

/** No sandbox's runs push out another's. */
function forgetOld(kept: Map<string, Kept>, sandbox: string): void {
  const own = [...kept].filter(([, each]) => each.sandbox === sandbox);
  const over = own.filter(([, each]) => isOver(each));
  for (const [id] of over.slice(0, Math.max(0, own.length - KEPT_RUNS))) kept.delete(id);
}
