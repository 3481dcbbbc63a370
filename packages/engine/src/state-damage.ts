/** What a fault does to how one request uses the state of its sandbox. Decides nothing about when. */
export interface StateDamage {
  /** Answered as if it were kept; nothing is, and nobody is told of it. */
  readonly lostWrite: boolean;
}
