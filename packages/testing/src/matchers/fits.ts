/**
 * Whether a value has at least the members that are expected of it, in words where it does not. Lists must be of one length;
 * asymmetric matchers (`expect.any(String)`) are asked.
 */
export function fits(received: unknown, expected: unknown, place: string): string[] {
  if (isAsymmetric(expected))
    return expected.asymmetricMatch(received)
      ? []
      : [`${place} is ${wordsOf(received)} instead of ${String(expected)}`];
  if (Array.isArray(expected)) {
    if (!Array.isArray(received) || received.length !== expected.length)
      return [`${place} is ${wordsOf(received)} instead of a list of ${expected.length}`];
    return expected.flatMap((item, at) => fits(received[at], item, `${place}[${at}]`));
  }
  if (!isRecord(expected))
    return Object.is(received, expected) ? [] : [`${place} is ${wordsOf(received)} instead of ${wordsOf(expected)}`];
  if (!isRecord(received)) return [`${place} is ${wordsOf(received)} instead of an object`];
  return Object.entries(expected).flatMap(([name, value]) => fits(received[name], value, `${place}.${name}`));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAsymmetric = (value: unknown): value is { asymmetricMatch(other: unknown): boolean } =>
  isRecord(value) && typeof value.asymmetricMatch === 'function';

const wordsOf = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));
