/**
 * Faults by their names, as a test writes them: `reset({ at: 'body' })`. What each does, and its options, is in docs/faults.md;
 * the engine judges them when they are put in force.
 */
export interface Fault {
  readonly kind: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

type Options = Readonly<Record<string, unknown>>;

const kind =
  <Given extends Options = Options>(name: string) =>
  (options?: Given): Fault => ({ kind: name, ...(options !== undefined && { options: { ...options } }) });

export const latency = kind<{
  fixed?: string;
  uniform?: Options;
  normal?: Options;
  lognormal?: Options;
  pareto?: Options;
}>('latency');
export const hang = kind<{ at?: 'before' | 'after'; for?: string }>('hang');
export const rateLimit = kind<{
  retryAfter?: string | number;
  limit?: number;
  remaining?: number;
  window?: string;
  fields?: string;
}>('rate-limit');
export const answer = kind<{ status?: number; headers?: Options; body?: unknown; file?: string }>('answer');
export const refuse = kind<Record<never, never>>('refuse');
export const reset = kind<{ at?: 'accept' | 'before' | 'after' | 'body'; fraction?: number }>('reset');
export const empty = kind<{ at?: 'before' | 'after' }>('empty');
export const garbage = kind<{ bytes?: number; afterHeaders?: boolean }>('garbage');
export const idleClose = kind<{ after?: string }>('idle-close');
export const slowHeaders = kind<{ over?: string }>('slow-headers');
export const slowBody = kind<{ bytesPerSecond?: number; chunks?: number; over?: string }>('slow-body');
export const stallBody = kind<{ fraction?: number; for?: string }>('stall-body');
export const truncate = kind<{ fraction?: number }>('truncate');
export const malformed = kind('malformed');
export const wrongMediaType = kind('wrong-media-type');
export const wrongEncoding = kind('wrong-encoding');
export const emptyBody = kind('empty-body');
export const errorIn200 = kind('error-in-200');
export const oversize = kind('oversize');
export const redirectLoop = kind('redirect-loop');
export const drift = kind('drift');
export const tokenExpired = kind('token-expired');
export const tokenRevoked = kind('token-revoked');
export const stale = kind('stale');
export const lostWrite = kind('lost-write');
export const pagination = kind('pagination');
export const webhookFault = kind('webhook');

/** `status(503)`, `status({ codes: [502, 503], retryAfter: 1 })`. */
export const status = (
  given: number | (Options & { code?: number; codes?: readonly number[]; retryAfter?: string | number }),
): Fault => ({
  kind: 'status',
  options: typeof given === 'number' ? { code: given } : { ...given },
});

/** Any kind of the catalogue by its name. */
export const fault = (name: string, options?: Options): Fault => ({ kind: name, ...(options && { options }) });
