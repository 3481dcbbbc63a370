import type { Database } from '../store/database.ts';
import type { Stamp } from './apply-event.ts';
import type { DocumentHeld, PactCompared } from './event.ts';
import { pacticipantId, pactVersionId, versionId } from './ids.ts';

/**
 * Documents of providers, and pacts compared with them. A result of the matrix needs both halves: a comparison of the pact
 * with a document, and a version of the provider that has the document.
 */
export function applyBidirectional(tables: Database, event: DocumentHeld | PactCompared, { seq, at }: Stamp): void {
  if (event.type === 'document-held') {
    const version = versionId(tables, event.provider, event.providerVersion);
    const { documentHash, held, detailsHash } = event;
    tables.run(
      `INSERT INTO provider_documents (provider_version_id, document_hash, held, details_hash, created_at)
       VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET
         held = CASE WHEN document_hash = excluded.document_hash THEN coalesce(excluded.held, held) ELSE excluded.held END,
         details_hash = CASE WHEN document_hash = excluded.document_hash
           THEN coalesce(excluded.details_hash, details_hash) ELSE excluded.details_hash END,
         document_hash = excluded.document_hash, created_at = excluded.created_at`,
      version,
      documentHash,
      held,
      detailsHash,
      at,
    );
    tables.run("DELETE FROM results WHERE provider_version_id = ? AND type = 'BDCT'", version);
    join(tables, 'd.provider_version_id = ?', version, seq);
    return;
  }
  const { consumer, provider, hash, documentHash, success, detailsHash } = event;
  const providerId = pacticipantId(tables, provider);
  const content = pactVersionId(tables, pacticipantId(tables, consumer), providerId, hash);
  if (content === undefined) throw new Error(`an event names a pact that is not there: ${hash}`);
  tables.run(
    `INSERT INTO comparisons (pact_version_id, document_hash, success, details_hash, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET success = excluded.success, details_hash = excluded.details_hash, created_at = excluded.created_at`,
    content,
    documentHash,
    success,
    detailsHash,
    at,
  );
  join(tables, 'c.pact_version_id = ?', content, seq);
}

function join(tables: Database, condition: string, value: number, seq: number): void {
  tables.run(
    `INSERT INTO results (pact_version_id, provider_version_id, type, success, source_id, created_at)
     SELECT c.pact_version_id, d.provider_version_id, 'BDCT', c.success AND coalesce(d.held, 1), ?, max(c.created_at, d.created_at)
     FROM comparisons c
     JOIN pact_versions content ON content.id = c.pact_version_id
     JOIN provider_documents d ON d.document_hash = c.document_hash
     JOIN versions v ON v.id = d.provider_version_id AND v.pacticipant_id = content.provider_id
     WHERE ${condition}
     ON CONFLICT DO UPDATE SET success = excluded.success, source_id = excluded.source_id, created_at = excluded.created_at`,
    seq,
    value,
  );
}
