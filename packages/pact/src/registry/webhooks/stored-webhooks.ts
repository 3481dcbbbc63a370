import { integer, optional, type RowOf, text } from '../store/column.ts';
import type { Database, Value } from '../store/database.ts';
import type { Webhook } from './webhook.ts';

/** Webhooks and what became of them, in the file. Never part of the log of events. */

const shape = { uuid: text, definition: text, since: integer, createdAt: integer };
const select = 'SELECT uuid, definition, since, created_at AS createdAt FROM webhooks';

type Definition = Omit<Webhook, 'uuid' | 'since' | 'createdAt'>;

const webhookOf = ({ definition, ...row }: RowOf<typeof shape>): Webhook => ({ ...definitionIn(definition), ...row });

function definitionIn(written: string): Definition {
  const definition: unknown = JSON.parse(written);
  if (isDefinition(definition)) return definition;
  throw new TypeError('a webhook is not as it was written');
}

/** The table holds what `keepWebhook` wrote: its type says all the rest. */
const isDefinition = (value: unknown): value is Definition =>
  typeof value === 'object' && value !== null && 'request' in value && 'events' in value;

export const allWebhooks = (tables: Database): readonly Webhook[] =>
  tables.all(shape, `${select} ORDER BY created_at, uuid`).map(webhookOf);

export function findWebhook(tables: Database, uuid: string): Webhook | undefined {
  const row = tables.one(shape, `${select} WHERE uuid = ?`, uuid);
  return row && webhookOf(row);
}

export function keepWebhook(tables: Database, { uuid, since, createdAt, ...definition }: Webhook): void {
  tables.run(
    `INSERT INTO webhooks (uuid, definition, since, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (uuid) DO UPDATE SET definition = excluded.definition`,
    uuid,
    JSON.stringify(definition),
    since,
    createdAt,
  );
}

/** What was triggered by it stays to be read, and is not tried again. */
export function forgetWebhook(tables: Database, uuid: string): void {
  tables.run('DELETE FROM webhooks WHERE uuid = ?', uuid);
  tables.run(
    "UPDATE triggered_webhooks SET status = 'failure' WHERE webhook_uuid = ? AND status IN ('not_run', 'retrying')",
    uuid,
  );
}

export const newestEvent = (tables: Database): number =>
  tables.one({ seq: integer }, 'SELECT coalesce(max(seq), 0) AS seq FROM events')?.seq ?? 0;

const triggeredShape = {
  uuid: text,
  webhookUuid: text,
  eventName: text,
  consumer: text,
  provider: text,
  consumerVersion: text,
  /** JSON. */
  parameters: text,
  status: text,
  attempts: integer,
  dueAt: integer,
  createdAt: integer,
  logs: text,
  verification: optional(integer),
};

/** One request that was to be sent, and how far it came: `not_run`, `retrying`, `success` or `failure`. */
export type TriggeredWebhook = RowOf<typeof triggeredShape>;

/** @param condition on `triggered_webhooks` */
export const triggeredWhere = (
  tables: Database,
  condition: string,
  ...values: readonly Value[]
): readonly TriggeredWebhook[] =>
  tables.all(
    triggeredShape,
    `SELECT uuid, webhook_uuid AS webhookUuid, event_name AS eventName, consumer, provider, consumer_version AS consumerVersion,
       parameters, status, attempts, due_at AS dueAt, created_at AS createdAt, logs, verification
     FROM triggered_webhooks WHERE ${condition}`,
    ...values,
  );

/** As many are kept of what is over: a log for people, which must not outgrow what it is about. */
const KEPT = 1000;

export function forgetOldTriggered(tables: Database): void {
  tables.run(
    `DELETE FROM triggered_webhooks WHERE status IN ('success', 'failure')
       AND id <= (SELECT coalesce(max(id), 0) FROM triggered_webhooks) - ?`,
    KEPT,
  );
}
