/** What Node has and the library of the compiler does not know yet. */
interface SourceTexts {
  parse(
    text: string,
    reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}

const json: SourceTexts = JSON as typeof JSON & SourceTexts;

/** Numbers with more digits than a double holds, by the double that they become: they are written as they were read. */
export type ExactNumbers = ReadonlyMap<number, string>;

const NONE: ExactNumbers = new Map();

export function parseExactly(text: string): { readonly value: unknown; readonly exact: ExactNumbers } {
  if (!/\d{16}/.test(text)) return { value: JSON.parse(text), exact: NONE };
  const exact = new Map<number, string>();
  const value = json.parse(text, (_name, item, { source }) => {
    if (typeof item === 'number' && source !== undefined && source.length > 15) exact.set(item, source);
    return item;
  });
  return { value, exact };
}

export function writeExactly(value: unknown, exact: ExactNumbers): string {
  if (exact.size === 0) return JSON.stringify(value);
  return JSON.stringify(value, (_name, item: unknown) => {
    const source = typeof item === 'number' ? exact.get(item) : undefined;
    return source === undefined ? item : json.rawJSON(source);
  });
}
