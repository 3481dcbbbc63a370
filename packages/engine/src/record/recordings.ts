import type { Exchange } from '../exchange.ts';
import type { IsSecretName } from '../redact/secret-names.ts';
import { type Capture, type CapturedExchange, createCapture } from './capture.ts';

/**
 * The exchanges of the sandboxes that record: what a contract is made of. Off until a sandbox asks for it; in memory only, secrets
 * taken out, bounded for each; only the control API of that sandbox has it.
 */
export interface Recordings {
  record(exchange: Exchange): void;
  /** Begins, or goes on. */
  start(sandbox: string): void;
  /** Ends, and forgets what was recorded. */
  stop(sandbox: string): void;
  /** Forgets what was recorded, and goes on. */
  clear(sandbox: string): void;
  /** Oldest first; undefined where the sandbox does not record. */
  read(sandbox: string): RecordedExchanges | undefined;
}

export interface RecordedExchanges {
  readonly exchanges: readonly CapturedExchange[];
  /** How many there were that did not fit. */
  readonly dropped: number;
}

const LIMITS = { exchanges: 10_000, bytes: 64 * 1024 * 1024 };

export function createRecordings(isSecret: IsSecretName, limits = LIMITS): Recordings {
  const sandboxes = new Map<string, { readonly capture: Capture | undefined; count: number }>();
  const begin = (sandbox: string): void =>
    void sandboxes.set(sandbox, { capture: createCapture(isSecret, limits), count: 0 });
  return {
    record(exchange) {
      // Where nobody records, a request pays for one look.
      if (sandboxes.size === 0) return;
      const recording = sandboxes.get(exchange.sandbox);
      if (recording === undefined) return;
      recording.count++;
      recording.capture?.record(exchange);
    },
    start(sandbox) {
      if (!sandboxes.has(sandbox)) begin(sandbox);
    },
    stop: (sandbox) => void sandboxes.delete(sandbox),
    clear(sandbox) {
      if (sandboxes.has(sandbox)) begin(sandbox);
    },
    read(sandbox) {
      const recording = sandboxes.get(sandbox);
      if (recording === undefined) return undefined;
      const exchanges = recording.capture?.entries() ?? [];
      return { exchanges, dropped: recording.count - exchanges.length };
    },
  };
}
