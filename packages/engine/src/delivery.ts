/**
 * How the bytes of an answer reach the client, where that is not simply all of them at once: what faults ask of the transport,
 * the only code that damages bytes or connections. An answer without a delivery is sent healthily.
 */
export interface Delivery {
  /** Aborted when the rule behind it is cleared: what waits goes on, what dribbles is sent at once, what would break is sent whole. */
  readonly signal: AbortSignal;
  /** Milliseconds over which the header block dribbles. */
  readonly headersOver?: number;
  readonly pacing?: Pacing;
  /** How the answer breaks off; after `pacing` where both are there. */
  readonly end?: BrokenEnd;
  /** Called once when the delivery is over, however it ended. */
  readonly onEnd?: () => void;
}

/** How the body dribbles. */
export type Pacing =
  | { readonly kind: 'rate'; readonly bytesPerSecond: number }
  | { readonly kind: 'chunks'; readonly chunks: number; readonly over: number }
  /** `fraction` of the body, then silence for so many milliseconds, for ever where absent; then the rest. */
  | { readonly kind: 'stall'; readonly fraction: number; readonly for?: number };

export type BrokenEnd =
  /** Not one byte: a TCP reset, or an orderly end of the connection. */
  | { readonly kind: 'nothing'; readonly by: 'reset' | 'fin' }
  /** Header block and `fraction` of the body, then a reset, or an end that the framing does not allow. */
  | { readonly kind: 'partial'; readonly by: 'reset' | 'fin'; readonly fraction: number }
  /** These bytes in place of the answer, or of its body, then the end of the connection. */
  | { readonly kind: 'garbage'; readonly bytes: Uint8Array; readonly afterHeaders: boolean };

/** What the listener does to connections, whatever is asked on them, for as long as the fault is there. */
export type ListenerFault =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'reset' }
  /** Milliseconds after the last answer from which the next request meets a closed connection. */
  | { readonly kind: 'idle-close'; readonly after: number }
  | { readonly kind: 'tls'; readonly mode: 'expired' | 'wrong-host' | 'untrusted' };
