import type { JsonObject } from '../../pact/pact.ts';

declare global {
  // In V8, and not yet in TypeScript's library.
  interface JSON {
    rawJSON(text: string): object;
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
  }
}

/**
 * Parses a pact so that it is written again with the numbers that it had: `10.0` and integers of twenty digits would become
 * others, and a verifier tells 10.0 from 10. Such numbers are objects in between, which only JSON.stringify understands.
 */
export function parseExactly(text: string): JsonObject {
  const value = JSON.parse(text, (_key, each, { source }) =>
    typeof each === 'number' && source !== undefined && source !== String(each) ? JSON.rawJSON(source) : each,
  );
  return isJsonObject(value) ? value : {};
}

const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
