import type { LRUCache } from 'lru-cache';
import { brokenSchemaLog } from './broken-schema-log.ts';
import type { PathParameters } from './exchange.ts';
import type { KeepState } from './keep-state.ts';
import type { GivenLimits } from './limit/given-limits.ts';
import { createRouter, type Match, type NearMiss, type Router } from './match/router.ts';
import type { ApiDocument, Operation } from './operation.ts';
import type { ResolvedOptions } from './options.ts';
import { compilePlan, type Plan, type PlanSettings } from './plan.ts';
import type { Nearest, Refusal } from './problem.ts';
import type { Responded } from './respond/responder.ts';
import { createSchemas } from './schema/schemas.ts';
import { withHandler } from './state/handlers/run-handler.ts';
import type { DocumentState, StateOperation } from './state/state.ts';
import { inspectTransitions } from './state/transition/find-transition.ts';
import type { SandboxClocks } from './time/sandbox-clocks.ts';

/** A document that is served: its router, and the plans of the operations that were hit. */
export interface Mount {
  readonly document: ApiDocument;
  readonly router: Router;
  /** What sandboxes wrote; undefined where the engine keeps no state. */
  readonly state: DocumentState | undefined;
  planOf(operation: Operation): Plan;
}

/** What all mounts of an engine share. */
export interface Shared {
  readonly options: ResolvedOptions;
  readonly generated: LRUCache<string, Responded>;
  readonly stateOf: KeepState;
  readonly limits: GivenLimits;
  readonly clocks: SandboxClocks;
}

export function mountOf(document: ApiDocument, shared: Shared): Mount {
  const { options, generated, limits, clocks, stateOf } = shared;
  const plans = new Map<Operation, Plan>();
  const onBroken = brokenSchemaLog(document, options);
  const settings: PlanSettings = {
    document,
    options,
    onBroken,
    limits,
    requestSchemas: createSchemas(document.root, document.dialect, 'request', ({ code, message, pointer }) => {
      if (code === 'SPEC_SCHEMA_BROKEN') onBroken(message, pointer ?? '');
    }),
    responseSchemas: createSchemas(document.root, document.dialect, 'response'),
    responder: {
      seed: options.seed,
      dynamic: options.dynamic,
      ignoreExamples: options.ignoreExamples,
      fillProperties: options.fillProperties,
      asPrism: options.errorStyle === 'prism',
      generated,
    },
  };
  const { handlers: book, onLog } = options;
  const handling = book && {
    ...{ book, onLog, schemas: settings.responseSchemas, clockOf: clocks.clockOf },
    ...{ stateOf: () => state, responderOf: (operation: Operation) => planOf(operation).responder },
  };
  const handled = (operation: Operation, inner: StateOperation | undefined): StateOperation | undefined =>
    handling ? withHandler(operation, inner, handling) : inner;
  const planOf = (operation: Operation): Plan => {
    let plan = plans.get(operation);
    if (plan === undefined) {
      plan = compilePlan(operation, settings, handled(operation, state?.operation(operation)));
      plans.set(operation, plan);
    }
    return plan;
  };
  const state = stateOf(document, settings, (operation) => planOf(operation).responder);
  if (state !== undefined)
    for (const { code, message } of inspectTransitions(document)) options.onLog(`${document.name}: ${code} ${message}`);
  return { document, router: createRouter(document.operations, document.basePaths), state, planOf };
}

export interface Matched {
  readonly kind: 'matched';
  readonly mount: Mount;
  readonly operation: Operation;
  readonly params: PathParameters;
}

export type EngineMatch = Matched | { readonly kind: 'refused'; readonly refusal: Refusal };

/** An engine, as far as requests are matched. */
interface Mounted {
  readonly mounts: readonly Mount[];
  readonly options: ResolvedOptions;
}

/** Asks the mounts in their order; a path with the wrong method in one is no answer while another may match. */
export function matchMounts({ mounts, options }: Mounted, method: string, path: string): EngineMatch {
  let misses: Match[] | undefined;
  for (const mount of mounts) {
    const found = mount.router.match(method, path);
    // Prism answers HEAD only where the document has it.
    if (found.kind === 'matched' && (found.operation.method === method || options.errorStyle !== 'prism'))
      return { kind: 'matched', mount, operation: found.operation, params: found.params };
    misses ??= [];
    misses.push(found);
  }
  return { kind: 'refused', refusal: refusalOf(misses ?? [], method, path) };
}

function refusalOf(misses: readonly Match[], method: string, path: string): Refusal {
  const allowed = new Set<string>();
  const nearest: Nearest[] = [];
  for (const miss of misses) {
    if (miss.kind === 'matched') allowed.add(miss.operation.method);
    else if (miss.kind === 'method') for (const each of miss.allowed) allowed.add(each);
    else nearest.push(...miss.nearest.map(nearestOf));
  }
  return allowed.size > 0
    ? { code: 'METHOD_NOT_ALLOWED', method, path, allowed: [...allowed].sort() }
    : { code: 'ROUTE_NOT_FOUND', method, path, nearest: nearest.slice(0, 3) };
}

const nearestOf = ({ operation, reason }: NearMiss): Nearest => ({
  method: operation.method,
  template: operation.template,
  why: reason,
});
