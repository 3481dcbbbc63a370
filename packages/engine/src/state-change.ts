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
}
