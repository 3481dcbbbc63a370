import { LRUCache } from 'lru-cache';
import { StuntError } from './errors.ts';
import { faultKinds } from './fault/catalogue.ts';
import { createFaults } from './fault/create-faults.ts';
import type { Faults } from './fault/faults.ts';
import { forgetWithSandboxes } from './forget-sandbox.ts';
import { createUpstream, type Upstream } from './forward/upstream.ts';
import { createIssuer, type Issuer } from './issuer/issuer.ts';
import { createTokens, type Tokens } from './issuer/tokens.ts';
import { keepState } from './keep-state.ts';
import { readGivenLimits } from './limit/given-limits.ts';
import type { Limits } from './limit/limits.ts';
import type { Metrics } from './metrics/metrics.ts';
import { type Mount, mountOf } from './mount.ts';
import { type EngineOptions, type ResolvedOptions, resolveOptions } from './options.ts';
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
import { createStateChanges, type StateChanges } from './state-change.ts';
import { createSandboxClocks, type SandboxClocks } from './time/sandbox-clocks.ts';
import type { Webhooks } from './webhook/webhooks.ts';
import { webhooksOf } from './webhooks-of.ts';

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
