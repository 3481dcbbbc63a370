import { integer } from '../store/column.ts';
import type { Database } from '../store/database.ts';
import type { Stamp } from './apply-event.ts';
import { deletePacts, deleteUnpublished } from './delete-rows.ts';
import type { EventOf, PactPublished, VerificationPublished } from './event.ts';
import { pacticipantId, pactVersionId, versionId } from './ids.ts';

type PactEvent = EventOf<'pact-published' | 'pact-deleted' | 'integration-deleted' | 'verification-published'>;

/** Pacts and what became of them when a provider was run. */
export function applyPact(tables: Database, event: PactEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'pact-published':
      publish(tables, event, stamp);
      return;
    case 'verification-published':
      verify(tables, event, stamp);
      return;
    case 'pact-deleted': {
      const version = versionId(tables, event.consumer, event.version);
      const provider = pacticipantId(tables, event.provider);
      const pact = tables.one(
        { id: integer },
        'SELECT id FROM pacts WHERE version_id = ? AND provider_id = ?',
        version,
        provider,
      );
      if (pact !== undefined) deletePacts(tables, 'id = ?', pact.id);
      return;
    }
    case 'integration-deleted': {
      const sql = 'SELECT id FROM pacts WHERE consumer_id = ? AND provider_id = ?';
      const pair = [pacticipantId(tables, event.consumer), pacticipantId(tables, event.provider)];
      for (const { id } of tables.all({ id: integer }, sql, ...pair)) deletePacts(tables, 'id = ?', id);
    }
  }
}

function publish(
  tables: Database,
  { consumer, provider, version, hash, contentHash }: PactPublished,
  { seq, at }: Stamp,
): void {
  const [consumerId, providerId] = [pacticipantId(tables, consumer), pacticipantId(tables, provider)];
  const consumerVersion = versionId(tables, consumer, version);
  tables.run(
    'INSERT INTO pact_versions (id, consumer_id, provider_id, hash, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    seq,
    consumerId,
    providerId,
    hash,
    at,
  );
  const before = tables.one(
    { content: integer },
    'SELECT pact_version_id AS content FROM pacts WHERE version_id = ? AND provider_id = ?',
    consumerVersion,
    providerId,
  );
  tables.run(
    `INSERT INTO pacts (id, consumer_id, provider_id, version_id, pact_version_id, content_hash, revision, created_at)
     VALUES (?, ?, ?, ?, ?, ?, 1, ?)
     ON CONFLICT (version_id, provider_id) DO UPDATE SET pact_version_id = excluded.pact_version_id,
       content_hash = excluded.content_hash, revision = revision + 1, created_at = excluded.created_at`,
    seq,
    consumerId,
    providerId,
    consumerVersion,
    pactVersionId(tables, consumerId, providerId, hash),
    contentHash,
    at,
  );
  if (before !== undefined) deleteUnpublished(tables, before.content);
}

function verify(tables: Database, event: VerificationPublished, { seq, at }: Stamp): void {
  const { consumer, provider, hash, providerVersion, success, wip, buildUrl, detailsHash } = event;
  const content = pactVersionId(tables, pacticipantId(tables, consumer), pacticipantId(tables, provider), hash);
  const version = versionId(tables, provider, providerVersion);
  tables.run(
    `INSERT INTO verifications
       (id, number, pact_version_id, provider_version_id, success, wip, build_url, details_hash, created_at)
     VALUES (?, 1 + (SELECT coalesce(max(number), 0) FROM verifications WHERE pact_version_id = ?), ?, ?, ?, ?, ?, ?, ?)`,
    seq,
    content,
    content,
    version,
    success,
    wip,
    buildUrl,
    detailsHash,
    at,
  );
  tables.run(
    `INSERT INTO results (pact_version_id, provider_version_id, type, success, source_id, created_at)
     VALUES (?, ?, 'CDCT', ?, ?, ?)
     ON CONFLICT DO UPDATE SET success = excluded.success, source_id = excluded.source_id, created_at = excluded.created_at`,
    content,
    version,
    success,
    seq,
    at,
  );
}
