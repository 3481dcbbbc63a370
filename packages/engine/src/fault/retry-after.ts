import { parseDuration } from '../time/duration.ts';

/** What `Retry-After` may say (RFC 9110, 10.2.3): whole seconds, or a date of HTTP. Takes a duration, too, and writes it in seconds. */

const IMF_FIXDATE =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/** The field's value; undefined where the text is none. */
export function retryAfterOf(text: string): string | undefined {
  if (/^\d{1,9}$/.test(text)) return text;
  const ms = parseDuration(text);
  if (ms !== undefined) return String(Math.ceil(ms / 1000));
  return IMF_FIXDATE.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

export function retryAfterProblem(text: string | undefined): string | undefined {
  if (text === undefined || retryAfterOf(text) !== undefined) return undefined;
  return `retryAfter was "${text}"; allowed: seconds (30), a duration (30s), or a date such as Wed, 21 Oct 2026 07:28:00 GMT.`;
}
