/** The fields of answers that a consumer really reads, by operation. Says nothing of operations that it does not name. */
export interface ReadFields {
  /** Undefined where nothing is said of the operation. */
  of(operation: string): ((path: readonly string[]) => boolean) | undefined;
}
