/** So many requests at once: a broker may be a small machine. */
const AT_ONCE = 6;

/** Like `Promise.all` over a map, a few at a time; the results in the order of what was given. */
export async function aFewAtATime<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < values.length; index = next++) {
      const value = values[index];
      if (value !== undefined) results[index] = await work(value);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
