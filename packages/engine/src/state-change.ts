/** A change of a sandbox's state, told once it is stored: what webhooks, metrics and pages hear of. */
export interface StateChange {
  readonly sandbox: string;
  /** Milliseconds of the sandbox's clock. */
  readonly at: number;
  readonly kind: 'created' | 'updated' | 'deleted';
  /** The template of the item that changed: `/intakes/{id}`. */
  readonly resource: string;
  readonly id: string;
  /** The operation that did it: its operationId, or `POST /intakes`. */
  readonly operation: string;
  /** The item after the change, or before it was deleted. */
  readonly item: unknown;
  /** Names of webhooks that a transition asks for; undefined where they are to be inferred. */
  readonly emit: readonly string[] | undefined;
  /** The body that was answered, where it may show more than the item ever will again: the secret of a new subscription. */
  readonly answered?: Uint8Array | undefined;
  /** Nothing changed: a test delivery to the subscription that the item is was asked for, under this id. */
  readonly ping?: { readonly message: string } | undefined;
}

/** Where changes are told, and who wants to hear of them. */
export interface StateChanges {
  tell(change: StateChange): void;
  watch(listener: (change: StateChange) => void): () => void;
}

export function createStateChanges(): StateChanges {
  const listeners = new Set<(change: StateChange) => void>();
  return {
    tell(change) {
      for (const listener of listeners) listener(change);
    },
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
