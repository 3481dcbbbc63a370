import { tokenTables } from '../tokens/token-tables.ts';
import { webhookTables } from '../webhooks/webhook-tables.ts';

/**
 * The schema, step by step: each entry brings a file from the version of its place to the next. Never changed once released;
 * new ones are added at the end.
 *
 * `events` and `contents` are the truth and only grow. All other tables follow from them and can be made again: ids are the
 * number of the event that brought the row, so that order of ids is order of time.
 */
export const migrations: readonly string[] = [
  `
CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL) STRICT;
CREATE TABLE contents (hash TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;

CREATE TABLE pacticipants (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT, repository_url TEXT, repository_name TEXT,
  repository_namespace TEXT, main_branch TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;
CREATE TABLE labels (
  pacticipant_id INTEGER NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (pacticipant_id, name)) STRICT, WITHOUT ROWID;
CREATE TABLE versions (
  id INTEGER PRIMARY KEY, pacticipant_id INTEGER NOT NULL, number TEXT NOT NULL, build_url TEXT,
  created_at INTEGER NOT NULL, UNIQUE (pacticipant_id, number)) STRICT;
CREATE TABLE branches (
  id INTEGER PRIMARY KEY, pacticipant_id INTEGER NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
  UNIQUE (pacticipant_id, name)) STRICT;
CREATE TABLE branch_versions (
  branch_id INTEGER NOT NULL, version_id INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (branch_id, version_id)) STRICT, WITHOUT ROWID;
CREATE INDEX branches_of_version ON branch_versions (version_id, branch_id);
CREATE TABLE tags (
  pacticipant_id INTEGER NOT NULL, name TEXT NOT NULL, version_id INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (pacticipant_id, name, version_id)) STRICT, WITHOUT ROWID;
CREATE INDEX tags_of_version ON tags (version_id, name);

CREATE TABLE environments (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, display_name TEXT,
  production INTEGER NOT NULL, contacts TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;
CREATE TABLE deployed_versions (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, pacticipant_id INTEGER NOT NULL, version_id INTEGER NOT NULL,
  environment_id INTEGER NOT NULL, target TEXT, created_at INTEGER NOT NULL, ended_at INTEGER) STRICT;
CREATE INDEX deployed_now ON deployed_versions (environment_id, pacticipant_id) WHERE ended_at IS NULL;
CREATE INDEX deployments_of_version ON deployed_versions (version_id);
CREATE TABLE released_versions (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, pacticipant_id INTEGER NOT NULL, version_id INTEGER NOT NULL,
  environment_id INTEGER NOT NULL, created_at INTEGER NOT NULL, ended_at INTEGER) STRICT;
CREATE INDEX supported_now ON released_versions (environment_id, pacticipant_id) WHERE ended_at IS NULL;
CREATE INDEX releases_of_version ON released_versions (version_id);

CREATE TABLE pact_versions (
  id INTEGER PRIMARY KEY, consumer_id INTEGER NOT NULL, provider_id INTEGER NOT NULL, hash TEXT NOT NULL,
  created_at INTEGER NOT NULL, UNIQUE (consumer_id, provider_id, hash)) STRICT;
CREATE TABLE pacts (
  id INTEGER PRIMARY KEY, consumer_id INTEGER NOT NULL, provider_id INTEGER NOT NULL, version_id INTEGER NOT NULL,
  pact_version_id INTEGER NOT NULL, content_hash TEXT NOT NULL, revision INTEGER NOT NULL, created_at INTEGER NOT NULL,
  UNIQUE (version_id, provider_id)) STRICT;
CREATE INDEX pacts_of_pair ON pacts (provider_id, consumer_id, version_id);
CREATE INDEX pacts_of_consumer ON pacts (consumer_id, version_id);
CREATE INDEX pacts_of_content ON pacts (pact_version_id, version_id);

CREATE TABLE verifications (
  id INTEGER PRIMARY KEY, number INTEGER NOT NULL, pact_version_id INTEGER NOT NULL, provider_version_id INTEGER NOT NULL,
  success INTEGER NOT NULL, wip INTEGER NOT NULL, build_url TEXT, details_hash TEXT NOT NULL, created_at INTEGER NOT NULL,
  UNIQUE (pact_version_id, number)) STRICT;
CREATE INDEX verifications_of_version ON verifications (provider_version_id, pact_version_id);
CREATE TABLE provider_documents (
  provider_version_id INTEGER PRIMARY KEY, document_hash TEXT NOT NULL, held INTEGER, details_hash TEXT,
  created_at INTEGER NOT NULL) STRICT;
CREATE INDEX versions_of_document ON provider_documents (document_hash);
CREATE TABLE comparisons (
  pact_version_id INTEGER NOT NULL, document_hash TEXT NOT NULL, success INTEGER NOT NULL, details_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL, PRIMARY KEY (pact_version_id, document_hash)) STRICT, WITHOUT ROWID;

-- What is known of a pact's content and a provider's version: CDCT from the last verification, BDCT from a comparison with
-- the provider's document, which counts as failed where the provider did not keep to that document itself.
CREATE TABLE results (
  pact_version_id INTEGER NOT NULL, provider_version_id INTEGER NOT NULL, type TEXT NOT NULL CHECK (type IN ('CDCT', 'BDCT')),
  success INTEGER NOT NULL, source_id INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (pact_version_id, provider_version_id, type)) STRICT, WITHOUT ROWID;
CREATE INDEX results_of_version ON results (provider_version_id, pact_version_id);
`,
  webhookTables,
  tokenTables,
];

/** What follows from the events, for making it again. */
export const derivedTables: readonly string[] = [
  'pacticipants',
  'labels',
  'versions',
  'branches',
  'branch_versions',
  'tags',
  'environments',
  'deployed_versions',
  'released_versions',
  'pact_versions',
  'pacts',
  'verifications',
  'provider_documents',
  'comparisons',
  'results',
];
