/**
 * The inbox of the Lakeside Heritage Trust: lists what was submitted to it, accepts every offer of documents, in its own time. Offers that
 * could not be accepted wait; nobody has to know that the platform was away.
 */
import type { InboxClient } from './client.ts';
import type { InboxEvent } from './event.ts';

export interface Inbox {
  /** For the receiver: notes the event, and asks the platform nothing. */
  take(event: InboxEvent): void;
  /** Accepts what waits. Call it often; it leaves a platform alone that asked for that. */
  work(): Promise<void>;
  /** Notes the offers that no webhook told of. */
  catchUp(): Promise<void>;
  readonly contents: InboxContents;
}

export interface InboxContents {
  /** Subjects, by intake. */
  readonly intakes: ReadonlyMap<string, string>;
  readonly waiting: ReadonlySet<string>;
  readonly accepted: ReadonlySet<string>;
}

interface InboxParts {
  readonly client: InboxClient;
  readonly now: () => number;
}

export function inbox({ client, now }: InboxParts): Inbox {
  const intakes = new Map<string, string>();
  const waiting = new Set<string>();
  const accepted = new Set<string>();
  let notBefore = 0;

  const note = (offerId: string): void => {
    if (!accepted.has(offerId)) waiting.add(offerId);
  };

  return {
    contents: { intakes, waiting, accepted },
    take(event) {
      if (event.kind === 'intake') intakes.set(event.id, event.subject);
      if (event.kind === 'offer') note(event.id);
    },
    async work() {
      for (const id of waiting) {
        if (now() < notBefore) return;
        const acceptance = await client.accept(id);
        if (acceptance.kind === 'later') {
          notBefore = now() + acceptance.retryAfterMs;
          return;
        }
        waiting.delete(id);
        if (acceptance.kind === 'accepted') accepted.add(id);
      }
    },
    async catchUp() {
      for (const { id } of (await client.openOffers()) ?? []) note(id);
    },
  };
}
