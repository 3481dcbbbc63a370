import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SandboxRegistry } from '../sandbox/registry.ts';
import { addTo, cumulative, type Latencies } from './latencies.ts';
import { type Metrics, type SandboxCounts, STATUS_CLASSES } from './metrics.ts';

/**
 * The metrics as Prometheus scrapes them: prom-client asks the counts when somebody scrapes, and no request ever calls it.
 * Labels are names of sandboxes, operations, kinds of faults and words of this program; docs/metrics.md lists them.
 */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

export interface ExpositionOptions {
  readonly metrics: Metrics;
  readonly registry: SandboxRegistry;
  readonly version: string;
  /** Only this one, and nothing of the process. @default all */
  readonly sandbox?: string | undefined;
}

export async function expose({ metrics, registry, version, sandbox }: ExpositionOptions): Promise<Exposition> {
  const registers = [new Registry()];
  const chosen = [...metrics.sandboxes.values()].filter(
    (counts) => sandbox === undefined || counts.sandbox === sandbox,
  );
  counters(chosen, registers);
  const [register] = registers;
  const latencies = latenciesOf(chosen);
  if (sandbox === undefined) for (const [operation, those] of metrics.dropped) addTo(latencies, operation, those);
  new CountedHistogram(latencies, registers);
  if (sandbox === undefined) {
    unread(metrics, registers);
    ofProcess(version, registry.names.size, registers);
  }
  const names = sandbox === undefined ? [...metrics.sandboxes.keys()] : [sandbox];
  await firstSuccesses(metrics, names, registers);
  return { contentType: Registry.PROMETHEUS_CONTENT_TYPE, text: (await register?.metrics()) ?? '' };
}

type Registers = Registry[];

function counters(sandboxes: readonly SandboxCounts[], registers: Registers): void {
  new Counter({
    name: 'stunt_requests_total',
    help: 'Requests that were answered, by sandbox and status class; none where a fault let no answer through.',
    labelNames: ['sandbox', 'status_class'],
    registers,
    collect() {
      for (const { sandbox, operations } of sandboxes)
        for (const { classes } of operations.values())
          for (const [at, status_class] of STATUS_CLASSES.entries())
            if (classes[at]) this.inc({ sandbox, status_class }, classes[at]);
    },
  });
  new Counter({
    name: 'stunt_refusals_total',
    help: 'Requests that the double refused, by sandbox and cause.',
    labelNames: ['sandbox', 'cause'],
    registers,
    collect() {
      for (const { sandbox, operations } of sandboxes)
        for (const { refusals } of operations.values())
          for (const [cause, count] of refusals?.entries() ?? []) this.inc({ sandbox, cause }, count);
    },
  });
  new Counter({
    name: 'stunt_faults_fired_total',
    help: 'Faults that fired, by sandbox and kind.',
    labelNames: ['sandbox', 'kind'],
    registers,
    collect() {
      for (const { sandbox, faults } of sandboxes)
        for (const [kind, count] of faults.entries()) this.inc({ sandbox, kind }, count);
    },
  });
  new Counter({
    name: 'stunt_webhook_deliveries_total',
    help: 'Attempts to deliver a webhook, by sandbox and outcome.',
    labelNames: ['sandbox', 'outcome'],
    registers,
    collect() {
      for (const { sandbox, deliveries } of sandboxes)
        for (const [outcome, count] of deliveries.entries()) this.inc({ sandbox, outcome }, count);
    },
  });
}

/** Counted already: what prom-client would do with each request is done, and it only prints. */
class CountedHistogram extends Histogram<'operation'> {
  readonly operations: ReadonlyMap<string, Latencies>;

  constructor(operations: ReadonlyMap<string, Latencies>, registers: Registers) {
    super({ name: DURATION, help: HELP, labelNames: ['operation'], registers });
    this.operations = operations;
  }

  /** By this name the registry asks for it. */
  async getForPromString(): Promise<object> {
    const values = [...this.operations].flatMap(([operation, latencies]) => seriesOf(operation, latencies));
    return { name: DURATION, help: HELP, type: 'histogram', values };
  }
}

const DURATION = 'stunt_request_duration_seconds';
const HELP = 'From the whole request to the answer, by operation.';

interface Series {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

function seriesOf(operation: string, latencies: Latencies): Series[] {
  const bucket = (le: number | '+Inf', value: number) => ({
    metricName: `${DURATION}_bucket`,
    labels: { operation, le },
    value,
  });
  return [
    ...cumulative(latencies).map(({ le, count }) => bucket(le, count)),
    bucket('+Inf', latencies.count),
    { metricName: `${DURATION}_sum`, labels: { operation }, value: latencies.sum / 1000 },
    { metricName: `${DURATION}_count`, labels: { operation }, value: latencies.count },
  ];
}

function latenciesOf(sandboxes: readonly SandboxCounts[]): Map<string, Latencies> {
  const sums = new Map<string, Latencies>();
  for (const { operations } of sandboxes)
    for (const [operation, { latencies }] of operations) addTo(sums, operation, latencies);
  return sums;
}

async function firstSuccesses(metrics: Metrics, names: readonly string[], registers: Registers): Promise<void> {
  const found = await Promise.all(names.map(async (name) => [name, await metrics.firstSuccesses.of(name)] as const));
  const gauge = new Gauge({
    name: 'stunt_first_success_seconds',
    help: 'From the creation of the sandbox to its first successful call; absent until there was one.',
    labelNames: ['sandbox'],
    registers,
  });
  for (const [sandbox, first] of found) if (first) gauge.set({ sandbox }, first.afterMs / 1000);
}

function unread({ unread: tally }: Metrics, registers: Registers): void {
  new Counter({
    name: 'stunt_unread_total',
    help: 'What came in and never became a request, by cause: no HTTP, too large, too slow.',
    labelNames: ['cause'],
    registers,
    collect() {
      for (const [cause, count] of tally.entries()) this.inc({ cause }, count);
    },
  });
}

function ofProcess(version: string, sandboxes: number, registers: Registers): void {
  const gauge = (name: string, help: string, value: number) => new Gauge({ name, help, registers }).set(value);
  new Gauge({ name: 'stunt_info', help: 'The version.', labelNames: ['version'], registers }).set({ version }, 1);
  gauge('stunt_sandboxes', 'Sandboxes that there are.', sandboxes);
  gauge('process_uptime_seconds', 'Since the process started.', process.uptime());
  gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss());
  const { user, system } = process.cpuUsage();
  new Counter({ name: 'process_cpu_seconds_total', help: 'User and system CPU time.', registers }).inc(
    (user + system) / 1e6,
  );
}
