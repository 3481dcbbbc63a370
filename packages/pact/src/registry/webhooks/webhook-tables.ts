/**
 * What webhooks need in the file. Kept beside the log of events, never in it: they hold secrets, which must be forgotten when
 * they are changed. `webhook_progress` is the number of the last event that was looked at, so that none is looked at twice.
 */
export const webhookTables = `
CREATE TABLE webhooks (
  uuid TEXT PRIMARY KEY, definition TEXT NOT NULL, since INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE triggered_webhooks (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, webhook_uuid TEXT NOT NULL, event_seq INTEGER NOT NULL,
  event_name TEXT NOT NULL, consumer TEXT NOT NULL, provider TEXT NOT NULL, consumer_version TEXT NOT NULL,
  provider_version TEXT NOT NULL, verification INTEGER, parameters TEXT NOT NULL, status TEXT NOT NULL,
  attempts INTEGER NOT NULL, due_at INTEGER NOT NULL, created_at INTEGER NOT NULL, logs TEXT NOT NULL,
  UNIQUE (webhook_uuid, event_seq, event_name, provider_version)) STRICT;
CREATE INDEX triggered_open ON triggered_webhooks (status, due_at);
CREATE INDEX triggered_of_pact ON triggered_webhooks (provider, consumer, consumer_version);
CREATE TABLE webhook_progress (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL) STRICT;
`;
