/** Items that a sandbox begins with, as a file has them: lists of items by path. Unread but for its syntax. */
export interface Fixture {
  /** What messages call it. */
  readonly file: string;
  /** `{ '/intakes': [ { … } ] }`, or what somebody took for it. */
  readonly content: unknown;
}
