import type { ReceivedRequest } from '../received.ts';

/** What a matcher returns, as Jest and Vitest expect it. */
export interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What matchers ask: a double, or a sandbox of one. */
export interface Receiver {
  /** @throws Error where the document has no such operation: it would never have been asked. */
  requests(only?: { readonly operation?: string }): readonly ReceivedRequest[];
}

/** @throws TypeError where `expect(...)` was given something else. */
export function receiverOf(received: unknown, matcher: string): Receiver {
  if (
    typeof received === 'object' &&
    received !== null &&
    'requests' in received &&
    typeof received.requests === 'function'
  )
    return received as Receiver;
  throw new TypeError(`${matcher} is for a double or a sandbox of one: expect(api).${matcher}(…)`);
}

const SHOWN = 5;

/** One line for each request, the last few of them, for the end of a message. */
export function listed(requests: readonly ReceivedRequest[], title: string): string {
  if (requests.length === 0) return `${title}: none`;
  const left = requests.length - SHOWN;
  const more = left > 0 ? [`  … ${left} before them`] : [];
  return [`${title}:`, ...more, ...requests.slice(-SHOWN).map((request) => `  ${lineOf(request)}`)].join('\n');
}

export function lineOf({ operation, method, target, status, faults, body }: ReceivedRequest): string {
  const name = operation === undefined ? 'no operation' : operation;
  const fault = faults.length === 0 ? '' : ` (${faults.join(', ')})`;
  return `${method} ${target} → ${status === 0 ? 'no answer' : status}  ${name}${fault}${body === undefined ? '' : `  ${shortened(body)}`}`;
}

export function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
