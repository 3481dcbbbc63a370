import { CliError } from '../errors.ts';

/** A delivery as the stream of the control API brings it. */
export interface StreamedDelivery {
  readonly delivery: string;
  readonly attempt: number;
  readonly event: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Forwarded {
  /** 0 where no answer came. */
  readonly status: number;
  readonly durationMs: number;
  /** Why none came. */
  readonly failure?: string;
  /** Seconds that the listener asks to wait. */
  readonly retryAfter?: number;
}

/** As long as the double itself waits for an answer. */
const TIMEOUT = 10_000;

/** Posts a delivery to the listener, byte for byte as it was signed. Follows no redirect, and never rejects. */
export async function forwardDelivery({ method, headers, body }: StreamedDelivery, url: URL): Promise<Forwarded> {
  const startedAt = Date.now();
  const took = (): number => Date.now() - startedAt;
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const answer = await fetch(url, { method, headers, body, redirect: 'manual', signal });
    await answer.arrayBuffer();
    const retryAfter = secondsOf(answer.headers.get('retry-after') ?? '');
    return { status: answer.status, durationMs: took(), ...(retryAfter !== undefined && { retryAfter }) };
  } catch (error) {
    return { status: 0, durationMs: took(), failure: failureOf(error) };
  }
}

/** A number of seconds, or a date (RFC 9110 10.2.3). */
function secondsOf(field: string): number | undefined {
  const seconds = /^\d{1,9}$/.test(field) ? Number(field) : Math.ceil((Date.parse(field) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0);
}

function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer in ${TIMEOUT / 1000} s`;
  const { cause } = error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined;
  return code === 'ECONNREFUSED' ? 'nothing listens there' : (code ?? error.message);
}

export function forwardUrl(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new CliError('USAGE', `--forward-to is "${given}", which is no address`, 'Write http://localhost:3000/hooks');
}

export const isStreamed = (data: unknown): data is StreamedDelivery =>
  typeof data === 'object' && data !== null && 'delivery' in data && 'headers' in data && 'body' in data;
