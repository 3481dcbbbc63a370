import type { Exchange } from '../exchange.ts';
import { createMetrics, type Metrics, type MetricsOptions } from '../metrics/metrics.ts';
import { createJournal, type Journal } from './journal.ts';

/**
 * Journal and metrics. Exchanges are collected and told to both a few at a time: code and tables that are cold between two
 * requests are fetched once for all of a turn (docs/adr/045-records-together.md). Nobody sees the difference: whoever reads
 * gets all that was added.
 */
export interface Records {
  readonly journal: Journal;
  readonly metrics: Metrics;
  /** An exchange that is over, with `endedAt` and `tookMs`. */
  add(exchange: Exchange): void;
  /** Tells what was collected. */
  settle(): void;
}

export interface RecordsOptions extends MetricsOptions {
  /** See `createJournal`. */
  readonly key: string;
  idOf(serial: number): string;
}

const MOST_TOGETHER = 32;
/** A larger body does not wait: what waits must not add up. */
const LONGEST_BODY = 16 * 1024;

export function createRecords(options: RecordsOptions): Records {
  let collected: Exchange[] = [];
  const settle = (): void => {
    if (collected.length === 0) return;
    const exchanges = collected;
    collected = [];
    for (const exchange of exchanges) journal.record(exchange, exchange.endedAt);
    for (const exchange of exchanges) metrics.record(exchange);
  };
  // Before both drop what they have of a sandbox, or a part would come afterwards.
  options.registry.watch(settle);
  const journal = createJournal(options.key, options.idOf);
  const metrics = createMetrics(options);
  return {
    journal: {
      ...journal,
      entries(sandbox) {
        settle();
        return journal.entries(sandbox);
      },
      watch(listener) {
        settle();
        return journal.watch(listener);
      },
      forget(sandbox) {
        settle();
        journal.forget(sandbox);
      },
    },
    metrics: {
      ...metrics,
      get sandboxes() {
        settle();
        return metrics.sandboxes;
      },
      get dropped() {
        settle();
        return metrics.dropped;
      },
      get firstSuccesses() {
        settle();
        return metrics.firstSuccesses;
      },
    },
    add(exchange) {
      const count = collected.push(exchange);
      if (count === MOST_TOGETHER || journal.isWatched() || exchange.request.body.length > LONGEST_BODY) settle();
    },
    settle,
  };
}
