import type { Answer, Exchange } from '../exchange.ts';
import { violationWords } from '../exchange.ts';
import type { SandboxRegistry } from '../sandbox/registry.ts';
import { createFirstSuccesses, type FirstSuccesses, type FirstSuccessOptions } from './first-success.ts';
import { addTo, type Latencies, newLatencies, observe } from './latencies.ts';
import { createTally, OTHER, type Tally } from './tally.ts';

/**
 * Counts what happened, in plain integers per sandbox and operation. Holds names of sandboxes and operations and words of this
 * program, never a value or a name that a client chose, and never more than a fixed number of any of them.
 */
export interface Metrics {
  /** Once per exchange that is over. */
  record(exchange: Exchange): void;
  /** Something was refused that never became a request: it is of no sandbox. */
  refusedUnread(code: string): void;
  /** A webhook was delivered, or was not; `outcome` is one of a few words, such as `delivered` or `failed`. */
  delivered(sandbox: string, outcome: string): void;
  /** Drops what was counted of a sandbox. */
  forget(sandbox: string): void;
  readonly sandboxes: ReadonlyMap<string, SandboxCounts>;
  /** By operation, of all the sandboxes that were dropped. */
  readonly dropped: ReadonlyMap<string, Latencies>;
  readonly unread: Tally;
  readonly firstSuccesses: FirstSuccesses;
}

export interface SandboxCounts {
  readonly sandbox: string;
  readonly operations: ReadonlyMap<string, OperationCounts>;
  readonly faults: Tally;
  readonly deliveries: Tally;
}

export interface OperationCounts {
  /** By status class; 0 is for exchanges that a fault let no answer through. */
  readonly classes: Uint32Array;
  readonly latencies: Latencies;
  /** Codes of refusals, in lower case; undefined until there is one. */
  refusals: Tally | undefined;
  /** Violations in the words of the journal; undefined until there is one. */
  violations: Tally | undefined;
}

export interface MetricsOptions extends FirstSuccessOptions {
  readonly registry: SandboxRegistry;
}

/** In place of an operation where none matched. */
export const UNMATCHED = 'unmatched';
export const STATUS_CLASSES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'] as const;

const MOST_SANDBOXES = 10_000;
const MOST_OPERATIONS = 2000;
/** Of sandboxes × operations; each takes about a kilobyte. */
const MOST_CELLS = 100_000;
const MOST_VIOLATIONS = 50;
/** More than there are codes of refusals and kinds of faults. */
const MOST_WORDS = 100;

interface SandboxCells extends SandboxCounts {
  readonly operations: Map<string, OperationCounts>;
  succeeded: boolean;
}

export function createMetrics(options: MetricsOptions): Metrics {
  const sandboxes = new Map<string, SandboxCells>();
  const dropped = new Map<string, Latencies>();
  const operations = new Set<string>();
  const unread = createTally(MOST_WORDS);
  const firstSuccesses = createFirstSuccesses(options);
  let cellCount = 0;
  // Most requests are for the sandbox of the one before.
  let latest: SandboxCells | undefined;

  const cellsOf = (sandbox: string): SandboxCells => {
    if (latest?.sandbox === sandbox) return latest;
    const name = sandboxes.has(sandbox) || sandboxes.size < MOST_SANDBOXES ? sandbox : OTHER;
    let cells = sandboxes.get(name);
    if (cells === undefined) {
      cells = newCells(name);
      sandboxes.set(name, cells);
    }
    latest = cells;
    return cells;
  };
  const addCell = ({ operations: cells }: SandboxCells, operation: string): OperationCounts => {
    const isFull = cellCount >= MOST_CELLS || (operations.size >= MOST_OPERATIONS && !operations.has(operation));
    const name = isFull ? OTHER : operation;
    const known = cells.get(name);
    if (known !== undefined) return known;
    operations.add(name);
    const cell = newCell();
    cells.set(name, cell);
    cellCount++;
    return cell;
  };
  const forget = (sandbox: string): void => {
    for (const [operation, { latencies }] of sandboxes.get(sandbox)?.operations ?? []) {
      cellCount--;
      addTo(dropped, operation, latencies);
    }
    sandboxes.delete(sandbox);
    if (latest?.sandbox === sandbox) latest = undefined;
  };
  options.registry.watch(({ kind, name }) => {
    if (kind === 'deleted') firstSuccesses.forget(name);
    if (kind === 'deleted' || kind === 'reset') forget(name);
  });

  return {
    record(exchange) {
      const cells = cellsOf(exchange.sandbox);
      const { operation, answer, firings } = exchange;
      const name = operation === undefined ? UNMATCHED : operation.id;
      const cell = cells.operations.get(name) ?? addCell(cells, name);
      const statusClass = classOf(answer);
      cell.classes[statusClass] = (cell.classes[statusClass] ?? 0) + 1;
      observe(cell.latencies, exchange.tookMs);
      if (answer?.refusal !== undefined && answer.source !== 'fault') refuse(cell, answer.refusal, exchange);
      if (firings !== undefined) for (const { kind, fired } of firings) if (fired) cells.faults.add(kind);
      if (!cells.succeeded && statusClass === 2 && operation !== undefined && answer?.source !== 'fault') {
        cells.succeeded = true;
        firstSuccesses.note(exchange.sandbox, exchange.endedAt);
      }
    },
    refusedUnread: (code) => unread.add(code.toLowerCase()),
    delivered: (sandbox, outcome) => cellsOf(sandbox).deliveries.add(outcome),
    forget,
    sandboxes,
    dropped,
    unread,
    firstSuccesses,
  };
}

const newCells = (sandbox: string): SandboxCells => ({
  sandbox,
  operations: new Map(),
  faults: createTally(MOST_WORDS),
  deliveries: createTally(MOST_WORDS),
  succeeded: false,
});

const newCell = (): OperationCounts => ({
  classes: new Uint32Array(STATUS_CLASSES.length),
  latencies: newLatencies(),
  refusals: undefined,
  violations: undefined,
});

function classOf(answer: Answer | undefined): number {
  if (answer === undefined || answer.delivery?.end?.kind === 'nothing') return 0;
  const first = Math.floor(answer.status / 100);
  return first < STATUS_CLASSES.length ? first : 0;
}

function refuse(cell: OperationCounts, code: string, { declaredViolations }: Exchange): void {
  cell.refusals ??= createTally(MOST_WORDS);
  cell.refusals.add(code.toLowerCase());
  if (declaredViolations === undefined) return;
  cell.violations ??= createTally(MOST_VIOLATIONS);
  for (const violation of declaredViolations) cell.violations.add(violationWords(violation));
}
