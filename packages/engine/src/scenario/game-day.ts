import type { RunStatus, Scenario } from './scenario.ts';

/** What the report needs of one exchange; a journal entry has it all. */
export interface ObservedExchange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
  readonly status: number;
  readonly operation: string | undefined;
  /** `RULE KIND …` for each fault that fired. */
  readonly faults: readonly string[];
  /** The same for the same request sent again: digests of path, body and idempotency key. */
  readonly identity: string;
  /** The answer was damaged or never complete. */
  readonly broken: boolean;
}

export interface PhaseReport {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly traffic: Traffic;
  /** How often each kind of fault fired. */
  readonly firings: Readonly<Record<string, number>>;
}

export interface Traffic {
  readonly requests: number;
  /** Answered with 2xx or 3xx, and whole. */
  readonly succeeded: number;
  /** `succeeded / requests`; undefined without requests. */
  readonly successRate: number | undefined;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** Requests that had been sent before in this run, and failed. */
  readonly retries: number;
  /** Half of the retries came sooner than this after the failure. */
  readonly retryAfterMs: number | undefined;
}

export interface GameDayReport {
  readonly scenario: string;
  readonly description: string;
  readonly sandbox: string;
  readonly state: RunStatus['state'];
  readonly from: number;
  readonly to: number;
  readonly phases: readonly PhaseReport[];
  readonly traffic: Traffic;
  readonly firings: Readonly<Record<string, number>>;
  /** What can be said of the clients from the outside, in sentences. */
  readonly clients: readonly string[];
}

export interface GameDayRecorder {
  phase(status: RunStatus): void;
  exchange(observed: ObservedExchange): void;
  /** The run is over: from now on there is the report, and nothing else is kept. */
  end(): void;
  report(): GameDayReport;
}

interface OpenPhase {
  readonly name: string;
  readonly from: number;
  to: number | undefined;
  readonly exchanges: ObservedExchange[];
}

/** More than this are counted and not looked at, and the report says so: a long game day must not fill the memory. */
const KEPT_EXCHANGES = 50_000;

/** Collects what happens during a run and turns it into the report of the game day. Keeps nothing that a client wrote. */
export function recordGameDay(scenario: Scenario, sandbox: string, now: () => number): GameDayRecorder {
  const phases: OpenPhase[] = [];
  let last: RunStatus | undefined;
  let count = 0;
  let final: GameDayReport | undefined;
  const report = (): GameDayReport => reportOf({ scenario, sandbox, phases, last, count, now: now() });
  return {
    phase(status) {
      last = status;
      const current = phases.at(-1);
      if (current && current.to === undefined) current.to = now();
      if (status.state === 'running')
        phases.push({ name: status.phase, from: status.phaseStartedAt, to: undefined, exchanges: [] });
    },
    exchange(observed) {
      if (count++ < KEPT_EXCHANGES) phases.at(-1)?.exchanges.push(observed);
    },
    end() {
      final = report();
      phases.length = 0;
    },
    report: () => final ?? report(),
  };
}

interface Recorded {
  readonly scenario: Scenario;
  readonly sandbox: string;
  readonly phases: readonly OpenPhase[];
  readonly last: RunStatus | undefined;
  readonly count: number;
  readonly now: number;
}

function reportOf({ scenario, sandbox, phases, last, count, now }: Recorded): GameDayReport {
  const all = phases.flatMap(({ exchanges }) => exchanges);
  const retries = retriesIn(all);
  const reports = phases.map(({ name, from, to, exchanges }) => ({
    name,
    from,
    to: to ?? now,
    traffic: trafficOf(exchanges, retries),
    firings: firingsOf(exchanges),
  }));
  const traffic = trafficOf(all, retries);
  return {
    scenario: scenario.name,
    description: scenario.description,
    sandbox,
    state: last?.state ?? 'running',
    from: phases[0]?.from ?? now,
    to: reports.at(-1)?.to ?? now,
    phases: reports,
    traffic,
    firings: firingsOf(all),
    clients: [...clientSentences(reports, traffic), ...unseenSentence(count)],
  };
}

/** Milliseconds since the failure of the same request before, for each exchange that is a retry. */
function retriesIn(exchanges: readonly ObservedExchange[]): Map<ObservedExchange, number> {
  const failedAt = new Map<string, number>();
  const retries = new Map<ObservedExchange, number>();
  for (const exchange of exchanges) {
    const before = failedAt.get(exchange.identity);
    if (before !== undefined) retries.set(exchange, Math.max(0, exchange.at - before));
    if (succeeded(exchange)) failedAt.delete(exchange.identity);
    else failedAt.set(exchange.identity, exchange.at + exchange.durationMs);
  }
  return retries;
}

function trafficOf(exchanges: readonly ObservedExchange[], retries: ReadonlyMap<ObservedExchange, number>): Traffic {
  const durations = sorted(exchanges.map(({ durationMs }) => durationMs));
  const delays = sorted(exchanges.flatMap((exchange) => retries.get(exchange) ?? []));
  const good = exchanges.filter(succeeded).length;
  return {
    requests: exchanges.length,
    succeeded: good,
    successRate: exchanges.length === 0 ? undefined : good / exchanges.length,
    p50Ms: quantile(durations, 0.5),
    p99Ms: quantile(durations, 0.99),
    retries: delays.length,
    retryAfterMs: quantile(delays, 0.5),
  };
}

const succeeded = ({ status, broken }: ObservedExchange): boolean => status >= 200 && status < 400 && !broken;

function firingsOf(exchanges: readonly ObservedExchange[]): Record<string, number> {
  const firings: Record<string, number> = {};
  for (const { faults } of exchanges)
    for (const fault of faults) {
      const kind = fault.split(' ')[1] ?? fault;
      firings[kind] = (firings[kind] ?? 0) + 1;
    }
  return firings;
}

function clientSentences(phases: readonly PhaseReport[], traffic: Traffic): string[] {
  if (traffic.requests === 0) return ['No client sent a request while the scenario ran.'];
  const sentences: string[] = [];
  const failed = traffic.requests - traffic.succeeded;
  if (failed === 0) sentences.push('No request failed.');
  else if (traffic.retries === 0) sentences.push(`${requests(failed)} failed; none was sent again.`);
  else
    sentences.push(
      `${requests(failed)} failed; ${requests(traffic.retries)} came again after a failure, half of these within ${traffic.retryAfterMs} ms.`,
    );
  const silent = phases.filter(({ traffic: { requests } }) => requests === 0).map(({ name }) => name);
  if (silent.length > 0) sentences.push(`No requests came during: ${silent.join(', ')}.`);
  const end = phases.at(-1);
  if (end?.traffic.successRate !== undefined && phases.length > 1)
    sentences.push(`In the last phase (${end.name}) ${percent(end.traffic.successRate)} succeeded.`);
  return sentences;
}

const unseenSentence = (count: number): string[] =>
  count > KEPT_EXCHANGES ? [`Of ${count} requests the first ${KEPT_EXCHANGES} are in this report.`] : [];

const requests = (count: number): string => (count === 1 ? '1 request' : `${count} requests`);

export const percent = (rate: number): string => `${(rate * 100).toFixed(1)}%`;

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

const quantile = (values: readonly number[], q: number): number | undefined =>
  values[Math.min(values.length - 1, Math.ceil(q * values.length) - 1)];
