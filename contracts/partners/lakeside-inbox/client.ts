/**
 * What the inbox asks of the platform: to accept an offer, and which offers are open. A webhook can be lost, and the platform can be down
 * when an offer is to be accepted; so what could not be accepted is kept, and `catchUp` finds what no webhook told. Safe to call again.
 */
import { fields, type Offer, readOffer } from './event.ts';

export interface InboxSettings {
  /** Of the API, without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Ours: offers to others are none of our business. */
  readonly participantId: string;
  /** @default 5000 milliseconds for each answer */
  readonly answerMs?: number;
}

/** `later`: the platform did not decide; `retryAfterMs` says how long to leave it alone. */
export type Acceptance =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'too late' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'later'; readonly retryAfterMs: number };

export interface InboxClient {
  accept(id: string): Promise<Acceptance>;
  /** All pending offers to us; nothing if the platform cannot be asked now. */
  openOffers(): Promise<readonly Offer[] | undefined>;
}

const usualPauseMs = 30_000;
/** A platform that never ends a list does not hang us. */
const mostPages = 100;

export function inboxClient(settings: InboxSettings): InboxClient {
  return {
    async accept(id) {
      const response = await ask(settings, 'POST', `/exchanges/${encodeURIComponent(id)}/accept`);
      if (response?.ok) return { kind: 'accepted' };
      if (response?.status === 409) return { kind: 'too late' };
      if (response?.status === 404) return { kind: 'gone' };
      return { kind: 'later', retryAfterMs: pauseOf(response) };
    },
    async openOffers() {
      const offers: Offer[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < mostPages; pages += 1) {
        const query = new URLSearchParams({
          status: 'pending',
          recipientId: settings.participantId,
          sort: 'createdAt',
        });
        if (cursor !== undefined) query.set('cursor', cursor);
        const response = await ask(settings, 'GET', `/exchanges?${query}`);
        if (!response?.ok) return undefined;
        const { data, page } = fields(await response.json());
        offers.push(...(Array.isArray(data) ? data : []).map(readOffer));
        const { hasMore, nextCursor } = fields(page);
        if (hasMore !== true) break;
        cursor = String(nextCursor);
      }
      return offers;
    },
  };
}

async function ask({ baseUrl, apiKey, answerMs = 5000 }: InboxSettings, method: string, path: string) {
  try {
    return await fetch(`${baseUrl}${path}`, {
      method,
      headers: { 'x-api-key': apiKey },
      signal: AbortSignal.timeout(answerMs),
    });
  } catch {
    return undefined;
  }
}

function pauseOf(response: Response | undefined): number {
  const seconds = Number.parseInt(response?.headers.get('retry-after') ?? '', 10);
  return Number.isFinite(seconds) ? seconds * 1000 : usualPauseMs;
}
