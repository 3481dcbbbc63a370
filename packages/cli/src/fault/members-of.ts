/** The members of `median=200ms,sigma=0.4`, as a command line has an object. */
export function membersOf(text: string): Record<string, string | number> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name.trim(), numberOr(value.join('=').trim())];
    }),
  );
}

export const numberOr = (text: string): number | string => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);
