/**
 * What the operations of the platform share: store, clock, audit log, events, and the conditions that a provider state has set. One per
 * running service; nothing is kept in modules.
 */
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { type Checks, createChecks } from './checks.ts';
import { Clients } from './clients.ts';
import { type Clock, type SettableClock, settableClock, systemClock } from './clock.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { type PlatformDocument, readDocument } from './document.ts';
import { createDownloads, type Downloads } from './downloads.ts';
import { createIdempotencyKeys, type IdempotencyKeys } from './idempotency.ts';
import type { Problem } from './problem.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { plant, readSeed } from './seed.ts';
import { clearStore, createStore, type Store } from './store.ts';

export interface Platform {
  readonly document: PlatformDocument;
  readonly checks: Checks;
  readonly clock: SettableClock;
  readonly clients: Clients;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly deliveries: Deliveries;
  readonly downloads: Downloads;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly limits: RateLimits;
  readonly conditions: Conditions;
  /** Back to what it knew at its start; clients stay enrolled. */
  reset(): void;
}

/** Set by provider states alone; a service that was not started for verification has none. */
export interface Conditions {
  /** Any credential is good, for these scopes and for this participant. */
  authorised?: { readonly participantId?: string; readonly scopes?: readonly string[] };
  /** What every request is answered with. */
  refusal?: Problem;
}

export function createPlatform({ clock: below = systemClock }: { readonly clock?: Clock } = {}): Platform {
  const document = readDocument();
  const clock = settableClock(below);
  const store = createStore();
  const checks = createChecks(document);
  const seed = readSeed(document, checks);
  plant(seed, store);
  const limits = createRateLimits(clock);
  const idempotencyKeys = createIdempotencyKeys(clock);
  const deliveries = createDeliveries(store, clock);
  const conditions: Conditions = {};
  return {
    document,
    checks,
    clock,
    clients: new Clients(),
    store,
    audit: createAuditLog(store, clock),
    deliveries,
    downloads: createDownloads(clock),
    idempotencyKeys,
    limits,
    conditions,
    reset() {
      clearStore(store);
      plant(seed, store);
      for (const memory of [idempotencyKeys, limits, deliveries]) memory.clear();
      clock.release();
      delete conditions.authorised;
      delete conditions.refusal;
    },
  };
}
