import { labelsOf } from '../read/pacticipants.ts';
import { findPact, findPactByHash, verificationsWhere } from '../read/pacts.ts';
import type { EventLog } from '../record/log.ts';
import { integer, text } from '../store/column.ts';
import type { Database } from '../store/database.ts';
import { contentChanged } from './content-changed.ts';
import { requiredVerifications } from './required-verifications.ts';
import { allWebhooks, forgetOldTriggered } from './stored-webhooks.ts';
import type { PacticipantFilter, Webhook } from './webhook.ts';
import { type WebhookOccasion, webhookParameters } from './webhook-parameters.ts';

/**
 * Looks at the events since the last time and notes what is to be sent. The notes and the place that was reached are written
 * together: whenever the process ends, no event is passed over and none is looked at twice. Sends nothing.
 */
export function triggerWebhooks(log: EventLog, base: string): void {
  const { tables } = log;
  const webhooks = allWebhooks(tables);
  if (webhooks.length === 0) return;
  log.transaction(() => {
    const reached = tables.one({ seq: integer }, 'SELECT seq FROM webhook_progress')?.seq ?? 0;
    const from = Math.max(reached, Math.min(...webhooks.map(({ since }) => since)));
    const events = tables.all(
      { seq: integer, type: text, data: text },
      "SELECT seq, type, data FROM events WHERE seq > ? AND type IN ('pact-published', 'verification-published') ORDER BY seq",
      from,
    );
    for (const event of events)
      for (const occasion of occasionsOf(tables, event))
        for (const webhook of webhooks)
          if (event.seq > webhook.since && concerns(tables, webhook, occasion))
            note(log, { base, webhook, occasion, seq: event.seq });
    const last = events.at(-1)?.seq;
    if (last === undefined) return;
    tables.run(
      'INSERT INTO webhook_progress (id, seq) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq',
      last,
    );
    forgetOldTriggered(tables);
  });
}

interface LoggedEvent {
  readonly seq: number;
  readonly type: string;
  readonly data: string;
}

/** What an event means in the words of webhooks. Of what is deleted by now, nothing is told. */
function occasionsOf(tables: Database, { seq, type, data }: LoggedEvent): readonly WebhookOccasion[] {
  const names = namesIn(data);
  if (type === 'pact-published') {
    const pact = findPact(tables, names);
    if (pact === undefined) return [];
    return [
      { eventName: 'contract_published', pact },
      ...(contentChanged(tables, pact) ? [{ eventName: 'contract_content_changed', pact }] : []),
      ...requiredVerifications(tables, pact).map((required) => ({
        eventName: 'contract_requiring_verification_published',
        pact,
        required,
      })),
    ];
  }
  const pact = findPactByHash(tables, names);
  const [verification] = verificationsWhere(tables, 'r.id = ?', seq);
  if (pact === undefined || verification === undefined) return [];
  const outcome = verification.success ? 'provider_verification_succeeded' : 'provider_verification_failed';
  return ['provider_verification_published', outcome].map((eventName) => ({ eventName, pact, verification }));
}

function namesIn(data: string) {
  const event: unknown = JSON.parse(data);
  const fields = new Map(typeof event === 'object' && event !== null ? Object.entries(event) : []);
  const field = (name: string): string => String(fields.get(name) ?? '');
  return { consumer: field('consumer'), provider: field('provider'), version: field('version'), hash: field('hash') };
}

/** Whether a webhook is for this occasion. */
export function concerns(tables: Database, webhook: Webhook, { eventName, pact }: WebhookOccasion): boolean {
  const { enabled, events, consumer, provider } = webhook;
  return (
    enabled &&
    events.some((name) => name === eventName) &&
    isMeant(tables, consumer, pact.consumer, pact.consumerId) &&
    isMeant(tables, provider, pact.provider, pact.providerId)
  );
}

export function isMeant(tables: Database, filter: PacticipantFilter | null, name: string, id: number): boolean {
  if (filter === null) return true;
  return 'name' in filter ? filter.name === name : labelsOf(tables, id).some((each) => each.name === filter.label);
}

interface Note {
  readonly base: string;
  readonly webhook: Webhook;
  readonly occasion: WebhookOccasion;
  readonly seq: number;
}

function note(log: EventLog, { base, webhook, occasion, seq }: Note): void {
  const { pact, verification, required } = occasion;
  const now = log.clock.now();
  log.tables.run(
    `INSERT INTO triggered_webhooks (uuid, webhook_uuid, event_seq, event_name, consumer, provider, consumer_version,
       provider_version, verification, parameters, status, attempts, due_at, created_at, logs)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'not_run', 0, ?, ?, '') ON CONFLICT DO NOTHING`,
    log.uuid(),
    webhook.uuid,
    seq,
    occasion.eventName,
    pact.consumer,
    pact.provider,
    pact.version,
    required?.version.number ?? verification?.providerVersion ?? '',
    verification?.number ?? null,
    JSON.stringify(webhookParameters(log.tables, base, occasion)),
    now,
    now,
  );
}
