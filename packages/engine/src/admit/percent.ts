/** Percent-decoding that never throws: what cannot be decoded is a finding about the request, not an exception. */

/** Stands for a value that cannot be read; no JSON value is ever equal to it. */
export const MALFORMED: unique symbol = Symbol('malformed');
/** Stands for a value that was not sent, where `undefined` would be one. */
export const ABSENT: unique symbol = Symbol('absent');

export type Decode = (text: string) => string | typeof MALFORMED;

/** For header fields, which are not percent-encoded. */
export const asSent: Decode = (text) => text;

export const decodePercent: Decode = (text) => (text.includes('%') ? decode(text) : text);

/** For queries and forms, where `+` is a space. */
export const decodeField: Decode = (text) => {
  if (!text.includes('+')) return decodePercent(text);
  return decodePercent(text.replaceAll('+', ' '));
};

/** All decoded, or malformed where one of them is. */
export function decodeAll(texts: readonly string[], decodeOne: Decode): string[] | typeof MALFORMED {
  const decoded: string[] = [];
  for (const text of texts) {
    const value = decodeOne(text);
    if (value === MALFORMED) return MALFORMED;
    decoded.push(value);
  }
  return decoded;
}

function decode(text: string): string | typeof MALFORMED {
  try {
    return decodeURIComponent(text);
  } catch {
    return MALFORMED;
  }
}
