/** The last resort where neither generation nor repair came to a valid value: the plainest values that there are. */
const PLAIN: readonly unknown[] = ['', 'a', 0, 1, -1, 0.5, false, true, [], {}, null];

/** Undefined where none of them fits. */
export function plainValue(fits: (value: unknown) => boolean): { readonly value: unknown } | undefined {
  const index = PLAIN.findIndex(fits);
  return index === -1 ? undefined : { value: structuredClone(PLAIN[index]) };
}
