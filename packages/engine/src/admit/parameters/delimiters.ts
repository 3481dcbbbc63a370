/** What stands between the items of a list, by style. */
export interface Delimiters {
  readonly strict: string | RegExp;
  /** What clients that encode everything make of it. */
  readonly lenient?: RegExp;
}

/** Many clients encode the comma between items too. Only tried where the strict reading gives something invalid. */
export const ENCODED_COMMA = /,|%2c/i;

export const DELIMITERS: Readonly<Record<string, Delimiters>> = {
  spaceDelimited: { strict: /%20|\+| / },
  // A bar is no URI character, so that it arrives encoded wherever it was meant as a delimiter.
  pipeDelimited: { strict: /\||%7c/i },
  tabDelimited: { strict: /%09|\t/ },
};

export const COMMA: Delimiters = { strict: ',', lenient: ENCODED_COMMA };
