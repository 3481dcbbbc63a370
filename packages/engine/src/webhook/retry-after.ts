/** How long the `Retry-After` of an answer asks to wait (RFC 9110 10.2.3), in milliseconds; a day at most. Undefined where it says nothing. */
export function retryAfterMs(field: unknown, now: number): number | undefined {
  if (typeof field !== 'string') return undefined;
  const text = field.trim();
  const ms = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), DAY);
}

const DAY = 86_400_000;
