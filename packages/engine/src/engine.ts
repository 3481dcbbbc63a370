import { LRUCache } from 'lru-cache';
import { brokenSchemaLog } from './broken-schema-log.ts';
import { StuntError } from './errors.ts';
import type { PathParameters } from './exchange.ts';
import { faultKinds } from './fault/catalogue.ts';
import { createFaults } from './fault/create-faults.ts';
import type { Faults } from './fault/faults.ts';
import { forgetWithSandboxes } from './forget-sandbox.ts';
import { createUpstream, type Upstream } from './forward/upstream.ts';
import { createIssuer, type Issuer } from './issuer/issuer.ts';
import { createTokens, type Tokens } from './issuer/tokens.ts';
import { type KeepState, keepState } from './keep-state.ts';
import { type GivenLimits, readGivenLimits } from './limit/given-limits.ts';
import type { Limits } from './limit/limits.ts';
import { createRouter, type Match, type NearMiss, type Router } from './match/router.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { ApiDocument, Operation } from './operation.ts';
import { type EngineOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { compilePlan, type Plan, type PlanSettings } from './plan.ts';
import type { Nearest, Refusal } from './problem.ts';
import { type Capture, createCapture } from './record/capture.ts';
import { createIds, type Ids } from './record/ids.ts';
import type { Journal } from './record/journal.ts';
import type { Recordings } from './record/recordings.ts';
import { createRecords, type Records } from './record/records.ts';
import { recordingsOf } from './recordings-of.ts';
import { secretNames } from './redact/secret-names.ts';
import { refusalAnswer } from './refuse.ts';
import { registryOf } from './registry-of.ts';
import { DEFAULT_SANDBOX } from './resolve/resolve-sandbox.ts';
import type { Responded } from './respond/responder.ts';
import type { SandboxRegistry } from './sandbox/registry.ts';
import { startFixtures, unknownHandlers } from './sandbox-beginnings.ts';
import { sandboxLimits } from './sandbox-limits.ts';
import { createSchemas } from './schema/schemas.ts';
import { withHandler } from './state/handlers/run-handler.ts';
import type { DocumentState, StateOperation } from './state/state.ts';
import { inspectTransitions } from './state/transition/find-transition.ts';
import { createStateChanges, type StateChanges } from './state-change.ts';
import { createSandboxClocks, type SandboxClocks } from './time/sandbox-clocks.ts';
import type { Webhooks } from './webhook/webhooks.ts';
import { webhooksOf } from './webhooks-of.ts';

/** A document that is served: its router, and the plans of the operations that were hit. */
export interface Mount {
  readonly document: ApiDocument;
  readonly router: Router;
  /** What sandboxes wrote; undefined where the engine keeps no state. */
  readonly state: DocumentState | undefined;
  planOf(operation: Operation): Plan;
}

/** Everything that requests share. Knows no socket, no command line, no pact. */
export interface Engine {
  readonly options: ResolvedOptions;
  readonly mounts: readonly Mount[];
  /** Names that `/~name` resolves to. */
  readonly sandboxes: ReadonlySet<string>;
  /** The name by which clients reach all of them, where something stands in front; see `resolveSandbox`. */
  readonly ownHost: string | undefined;
  /** Those that a refusal may name: none where strangers ask. */
  readonly told: ReadonlySet<string>;
  readonly registry: SandboxRegistry;
  /** What changed in the state of sandboxes. */
  readonly changes: StateChanges;
  /** Tell subscribers of those changes. */
  readonly webhooks: Webhooks;
  readonly records: Records;
  /** Those of the records. */
  readonly journal: Journal;
  readonly metrics: Metrics;
  /** Header fields and bodies, where `capture` asks for them. */
  readonly capture: Capture | undefined;
  /** Of the sandboxes that record, for contracts. */
  readonly recordings: Recordings;
  /** The time of each sandbox: the engine's clock and an offset. */
  readonly clocks: SandboxClocks;
  readonly faults: Faults;
  /** How much callers have left. */
  readonly limits: Limits;
  readonly tokens: Tokens;
  readonly issuer: Issuer;
  /** Answers in place of the plans, where there is one. */
  readonly upstream: Upstream | undefined;
  readonly ids: Ids;
}

/** Bytes of generated answers that are kept for being asked again. */
const KEPT_BYTES = 32 * 1024 * 1024;

/** As long as the usual gateways wait. */
const UPSTREAM_TIMEOUT_MS = 60_000;

export function createEngine(given: EngineOptions): Engine {
  const options = resolveOptions(given);
  const generated = new LRUCache<string, Responded>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (kept) => 500 + (kept.kind === 'answered' ? (kept.answer.body?.length ?? 0) : 0),
  });
  const registry = registryOf(options);
  const sandboxes = registry.names;
  const clocks = createSandboxClocks(options.clock);
  const limits = readGivenLimits(options, options.documents);
  const ids = createIds(options.secrets);
  const isSecret = secretNames(options.documents);
  const changes = createStateChanges();
  const records = createRecords({ ...options, registry, key: options.secrets.token(32), idOf: ids.textOf });
  const { journal, metrics } = records;
  const faults = faultsOf(options, registry, clocks);
  const tokens = tokensOf(options, registry, clocks);
  const { overlays, stateOf } = keepState(options, registry, clocks, changes, tokens);
  const shared = { options, generated, limits, clocks, stateOf };
  const mounts = options.documents.map((document) => mountOf(document, shared));
  for (const name of unknownHandlers(options)) options.onLog(name);
  const engine: Engine = {
    options,
    mounts,
    registry,
    changes,
    webhooks: webhooksOf({ options, changes, registry, clocks, faults, metrics }),
    sandboxes,
    ownHost: options.publicUrl === undefined ? undefined : new URL(options.publicUrl).hostname,
    told: options.loopback ? sandboxes : new Set(),
    clocks,
    faults,
    limits: sandboxLimits(options, registry, clocks),
    tokens,
    issuer: createIssuer({
      documents: options.documents,
      tokens,
      protocol: options.speaksTls ? 'https' : 'http',
      publicUrl: options.publicUrl,
    }),
    upstream: upstreamOf(options),
    records,
    journal,
    metrics,
    capture: createCapture(isSecret, options.capture),
    recordings: recordingsOf(registry, isSecret),
    ids,
  };
  forgetWithSandboxes(engine);
  registry.tellOver();
  // After what forgets, so that a reset ends with what there is from the beginning.
  startFixtures({ fixtures: options.fixtures, registry, overlays, mounts });
  return engine;
}

function tokensOf({ store, secrets }: ResolvedOptions, registry: SandboxRegistry, clocks: SandboxClocks): Tokens {
  const tokens = createTokens({ store, secrets, clockOf: clocks.clockOf });
  registry.watch(({ kind, name }) => {
    if (kind === 'deleted') tokens.forget(name);
  });
  return tokens;
}

function faultsOf(options: ResolvedOptions, registry: SandboxRegistry, clocks: SandboxClocks): Faults {
  const { seed, documents, loopback, requestFaults, speaksTls } = options;
  const faults = createFaults({
    clocks,
    seed,
    kinds: faultKinds,
    apis: documents,
    sandboxes: registry.names,
    defaultSandbox: DEFAULT_SANDBOX,
    hasListener: (sandbox) => registry.get(sandbox)?.port !== undefined,
    loopback,
    tls: speaksTls,
    requestFaults,
    refuse: (refusal) => refusalAnswer(options, refusal),
  });
  for (const [position, { sandbox = DEFAULT_SANDBOX, ...rule }] of options.faults.entries()) {
    try {
      faults.put(sandbox, rule);
    } catch (error) {
      if (!(error instanceof StuntError)) throw error;
      throw new StuntError(error.code, `faults[${position}]: ${error.message}`, error.hint);
    }
  }
  return faults;
}

function upstreamOf(options: ResolvedOptions): Upstream | undefined {
  if (options.upstream === undefined) return undefined;
  const { url, timeout = UPSTREAM_TIMEOUT_MS } = options.upstream;
  return createUpstream({ url, timeout, refuse: (refusal) => refusalAnswer(options, refusal) });
}

/** What all mounts of an engine share. */
interface Shared {
  readonly options: ResolvedOptions;
  readonly generated: LRUCache<string, Responded>;
  readonly stateOf: KeepState;
  readonly limits: GivenLimits;
  readonly clocks: SandboxClocks;
}

function mountOf(document: ApiDocument, shared: Shared): Mount {
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

/** Asks the mounts in their order; a path with the wrong method in one is no answer while another may match. */
export function matchMounts(engine: Engine, method: string, path: string): EngineMatch {
  let misses: Match[] | undefined;
  for (const mount of engine.mounts) {
    const found = mount.router.match(method, path);
    // Prism answers HEAD only where the document has it.
    if (found.kind === 'matched' && (found.operation.method === method || engine.options.errorStyle !== 'prism'))
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
