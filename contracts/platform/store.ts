/**
 * Everything that the platform remembers, in memory, gone with the process. A collection keeps items with the number of their version,
 * which is what an `ETag` says. Knows nothing of HTTP and of who may see what.
 */
import type { AuditEvent, Document, Exchange, Intake, Participant, PublicKey, Subscription } from './resources.ts';

export interface Versioned<T> {
  readonly item: T;
  readonly version: number;
  /** Where it is not the one that follows from the version. */
  readonly etag?: string;
}

export class Collection<T extends { readonly id: string }> {
  readonly #items = new Map<string, Versioned<T>>();

  all(): readonly T[] {
    return [...this.#items.values()].map(({ item }) => item);
  }

  get(id: string): Versioned<T> | undefined {
    return this.#items.get(id);
  }

  /** Puts an item in, or a further version of it. */
  put(item: T, etag?: string): Versioned<T> {
    const stored = { item, version: (this.#items.get(item.id)?.version ?? 0) + 1, ...(etag !== undefined && { etag }) };
    this.#items.set(item.id, stored);
    return stored;
  }

  remove(id: string): void {
    this.#items.delete(id);
  }

  clear(): void {
    this.#items.clear();
  }
}

/** A subscription with what is never shown again. */
export interface OwnedSubscription extends Subscription {
  readonly clientId: string;
  readonly participantId: string;
  readonly secret: string;
  readonly authorization?: string;
}

/** An audit event with the participants that may read it. */
export interface OwnedAuditEvent extends AuditEvent {
  readonly readers: readonly string[];
}

export interface Store {
  readonly intakes: Collection<Intake>;
  readonly documents: Collection<Document>;
  /** The bytes of a document, by its id. */
  readonly contents: Map<string, Uint8Array>;
  readonly exchanges: Collection<Exchange>;
  readonly participants: Collection<Participant>;
  readonly keys: Collection<PublicKey>;
  readonly auditEvents: Collection<OwnedAuditEvent>;
  readonly subscriptions: Collection<OwnedSubscription>;
}

export function createStore(): Store {
  return {
    intakes: new Collection(),
    documents: new Collection(),
    contents: new Map(),
    exchanges: new Collection(),
    participants: new Collection(),
    keys: new Collection(),
    auditEvents: new Collection(),
    subscriptions: new Collection(),
  };
}

export function clearStore({ contents, ...collections }: Store): void {
  contents.clear();
  for (const collection of Object.values(collections)) collection.clear();
}
