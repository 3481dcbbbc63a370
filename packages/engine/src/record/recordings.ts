import type { Exchange } from '../exchange.ts';
import type { IsSecretName } from '../redact/secret-names.ts';
import { type Capture, type CapturedExchange, createCapture } from './capture.ts';

/**
 * The exchanges of the sandboxes that record: what a contract is made of. Off until a sandbox asks for it; in memory only, secrets
 * taken out, bounded for each; only the control API of that sandbox has it.
 */
export interface Recordings {
  record(exchange: Exchange): void;
  /** Begins, or goes on, for somebody: several may record one sandbox, each for as long as it needs. */
  hold(sandbox: string, holder: string): void;
  /** Ends with the last holder, and forgets what was recorded then. */
  release(sandbox: string, holder: string): void;
  /** Ends for all. */
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

interface Recording {
  readonly capture: Capture | undefined;
  readonly holders: Set<string>;
  count: number;
}

/** No contract is made of what was refused or faulted, so nobody needs more than that it was: refusals quote what was sent. */
function asMuch(captured: CapturedExchange): CapturedExchange {
  const { refusal, faulted, request, answer } = captured;
  if (!faulted && (refusal === undefined || refusal === 'ITEM_NOT_FOUND')) return captured;
  const nothing = { headers: [], body: '' };
  const { method } = request;
  return { ...captured, request: { method, target: '', ...nothing }, answer: { status: answer.status, ...nothing } };
}

const LIMITS = { exchanges: 10_000, bytes: 64 * 1024 * 1024 };

export function createRecordings(isSecret: IsSecretName, limits = LIMITS): Recordings {
  const sandboxes = new Map<string, Recording>();
  const begin = (sandbox: string, holders: Set<string>): void =>
    void sandboxes.set(sandbox, { capture: createCapture(isSecret, limits), count: 0, holders });
  return {
    record(exchange) {
      // Where nobody records, a request pays for one look.
      if (sandboxes.size === 0) return;
      const recording = sandboxes.get(exchange.sandbox);
      if (recording === undefined) return;
      recording.count++;
      recording.capture?.record(exchange);
    },
    hold(sandbox, holder) {
      if (!sandboxes.has(sandbox)) begin(sandbox, new Set());
      sandboxes.get(sandbox)?.holders.add(holder);
    },
    release(sandbox, holder) {
      const holders = sandboxes.get(sandbox)?.holders;
      if (holders?.delete(holder) && holders.size === 0) sandboxes.delete(sandbox);
    },
    stop: (sandbox) => void sandboxes.delete(sandbox),
    clear(sandbox) {
      const recording = sandboxes.get(sandbox);
      if (recording !== undefined) begin(sandbox, recording.holders);
    },
    read(sandbox) {
      const recording = sandboxes.get(sandbox);
      if (recording === undefined) return undefined;
      const exchanges = recording.capture?.entries() ?? [];
      return { exchanges: exchanges.map(asMuch), dropped: recording.count - exchanges.length };
    },
  };
}
