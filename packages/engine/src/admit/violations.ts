import type { RequestPart, Violation } from '../exchange.ts';
import { shorten } from '../schema/explain-violations.ts';

/** Wording of what is wrong with a request, where no schema says it. Decides nothing. */

export function missingParameter(part: RequestPart, name: string): Violation {
  return { in: part, path: [], code: 'required', message: `must have required property '${name}'`, allowed: name };
}

export function missingBody(allowed: readonly string[]): Violation {
  return { in: 'body', path: [], code: 'required', message: 'is required', ...(allowed.length > 0 ? { allowed } : {}) };
}

export function unreadable(part: RequestPart, path: readonly string[], message: string, received: unknown): Violation {
  return { in: part, path, code: 'parse', message, received: shorten(received) };
}
