import type { Answer, Exchange } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import type { SandboxClocks } from '../time/sandbox-clocks.ts';
import type { Entry } from './entry.ts';
import type { FaultKind, Healthy, OperationView } from './fault-kind.ts';
import type { Faults, Subject } from './faults.ts';
import { readAnyFile, readNoFile } from './parse-options.ts';
import { parseRule, type RuleSurroundings } from './parse-rule.ts';
import type { KnownApi } from './parse-where.ts';
import { createRequestRules } from './request-rules.ts';
import { createRuleBook } from './rule-book.ts';
import { createRuleTable } from './rule-table.ts';
import { runFaults } from './run.ts';
import { factsOf } from './where.ts';

/** Keeps the rules in force and lets them act on requests. Knows no document beyond names, no socket and no store. */
export interface FaultsOptions {
  readonly clocks: SandboxClocks;
  readonly seed: string;
  readonly kinds: readonly FaultKind<unknown>[];
  /** The documents that are served: what `where` can name. */
  readonly apis: readonly KnownApi[];
  /** Those there are, followed as they come. */
  readonly sandboxes: ReadonlySet<string>;
  readonly defaultSandbox: string;
  /** Whether a sandbox has a listener of its own, beside the data port. @default none has */
  readonly hasListener?: (sandbox: string) => boolean;
  /** Only this machine can reach the double: rules may last, and may name files. */
  readonly loopback: boolean;
  /** The port speaks TLS; undefined where there is none. */
  readonly tls?: boolean | undefined;
  /** Requests may ask for a fault of their own. */
  readonly requestFaults: boolean;
  /** The answer to a request that asks for a fault there is not. */
  refuse(refusal: Refusal): Answer;
}

export function createFaults(options: FaultsOptions): Faults {
  const { clocks, seed } = options;
  const table = createRuleTable();
  const around: RuleSurroundings = { ...options, readFile: options.loopback ? readAnyFile : readNoFile };
  const requestRules = createRequestRules(around, clocks, seed, options.requestFaults);

  const matching = ({ sandbox, operation, request }: Exchange, { api, target }: Subject): readonly Entry[] => {
    const candidates = table.candidates(sandbox, api, operation);
    return candidates.isEmpty ? NONE : candidates.matching(factsOf(target, request.headers, request.body));
  };
  const runWith = (
    exchange: Exchange,
    entries: readonly Entry[],
    operation: OperationView | undefined,
    healthy: Healthy,
  ): Answer | Promise<Answer> =>
    runFaults({ exchange, entries, operation, clock: clocks.clockOf(exchange.sandbox), healthy });

  return {
    ...createRuleBook(table, around, clocks, seed),
    get isEmpty() {
      return table.size === 0;
    },
    judge(sandbox, input) {
      parseRule(sandbox, input, around);
    },
    concerns: (request) => table.size > 0 || requestRules.asked(request) !== undefined,
    run(exchange, subject, healthy) {
      const text = requestRules.asked(exchange.request);
      const own = text === undefined ? NONE : requestRules.entriesOf(text, exchange.sandbox);
      if ('code' in own) return options.refuse(own);
      const found = matching(exchange, subject);
      const entries = own.length === 0 ? found : [...own, ...found];
      if (entries.length === 0) return healthy();
      const operation = subject.operation();
      return operation instanceof Promise
        ? operation.then((view) => runWith(exchange, entries, view, healthy))
        : runWith(exchange, entries, operation, healthy);
    },
  };
}

const NONE: readonly Entry[] = [];
