import type { Json } from '../pact/pact.ts';

/** Whether a value is what JSON can say: what generators and documents give is not known to be. */
export function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && Object.values(value).every(isJson);
}

/** @throws SyntaxError where the text is no JSON. */
export const parseJson = (text: string): Json => JSON.parse(text);
