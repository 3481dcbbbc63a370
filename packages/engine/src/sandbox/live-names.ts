/** Names of sandboxes, as requests look them up: those that expired are told of before any look finds them. Adds and deletes nothing itself. */
export class LiveNames extends Set<string> {
  /** Called before each look; deletes what is over. */
  sweep: () => void = () => {};

  override has(name: string): boolean {
    this.sweep();
    return super.has(name);
  }

  override values(): SetIterator<string> {
    this.sweep();
    return super.values();
  }

  override [Symbol.iterator](): SetIterator<string> {
    return this.values();
  }
}
