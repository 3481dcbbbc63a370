/** What a fault does to how one request uses the state of its sandbox. Decides nothing about when. */
export interface StateDamage {
  /** Answered as if it were kept; nothing is, and nobody is told of it. */
  readonly lostWrite: boolean;
  /** An item is read as it was before it changed. */
  readonly stale?: Stale | undefined;
}

export interface Stale {
  /** Milliseconds of the sandbox's clock since the last change. */
  readonly for: number;
  /** How many changes back. */
  readonly versions: number;
}
