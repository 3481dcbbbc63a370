import { flag, integer, optional, type RowOf, text } from '../store/column.ts';
import type { Database, Value } from '../store/database.ts';

const shape = {
  id: integer,
  consumerId: integer,
  consumer: text,
  versionId: integer,
  version: text,
  providerId: integer,
  provider: text,
  /** The id of the content that the version published, which other versions may have published as well. */
  pactVersionId: integer,
  hash: text,
  contentHash: text,
  revision: integer,
  createdAt: integer,
};

/** A pact as a consumer's version published it. */
export type PublishedPact = RowOf<typeof shape>;

export const pactColumns = `k.id, k.consumer_id AS consumerId, c.name AS consumer, k.version_id AS versionId, v.number AS version,
  k.provider_id AS providerId, p.name AS provider, k.pact_version_id AS pactVersionId, h.hash, k.content_hash AS contentHash,
  k.revision, k.created_at AS createdAt`;
export const pactTables = `pacts k JOIN pacticipants c ON c.id = k.consumer_id JOIN pacticipants p ON p.id = k.provider_id
  JOIN versions v ON v.id = k.version_id JOIN pact_versions h ON h.id = k.pact_version_id`;
export { shape as pactShape };

/** @param condition on `k` (pacts), `c` (consumer), `p` (provider), `v` (version) and `h` (content) */
export const pactsWhere = (
  tables: Database,
  condition: string,
  ...values: readonly Value[]
): readonly PublishedPact[] =>
  tables.all(shape, `SELECT ${pactColumns} FROM ${pactTables} WHERE ${condition}`, ...values);

export const pactWhere = (
  tables: Database,
  condition: string,
  ...values: readonly Value[]
): PublishedPact | undefined =>
  tables.one(shape, `SELECT ${pactColumns} FROM ${pactTables} WHERE ${condition}`, ...values);

export const findPact = (
  tables: Database,
  { consumer, version, provider }: { readonly consumer: string; readonly version: string; readonly provider: string },
): PublishedPact | undefined =>
  pactWhere(tables, 'c.name = ? AND v.number = ? AND p.name = ?', consumer, version, provider);

/** The newest publication of a content. */
export const findPactByHash = (
  tables: Database,
  { consumer, provider, hash }: { readonly consumer: string; readonly provider: string; readonly hash: string },
): PublishedPact | undefined =>
  pactWhere(
    tables,
    'c.name = ? AND p.name = ? AND h.hash = ? ORDER BY k.version_id DESC LIMIT 1',
    consumer,
    provider,
    hash,
  );

const verificationShape = {
  id: integer,
  number: integer,
  pactVersionId: integer,
  providerVersionId: integer,
  providerVersion: text,
  success: flag,
  buildUrl: optional(text),
  detailsHash: text,
  createdAt: integer,
};

export type Verification = RowOf<typeof verificationShape>;

/** @param condition on `r` (verifications) and `v` (the provider's version) */
export const verificationsWhere = (
  tables: Database,
  condition: string,
  ...values: readonly Value[]
): readonly Verification[] =>
  tables.all(
    verificationShape,
    `SELECT r.id, r.number, r.pact_version_id AS pactVersionId, r.provider_version_id AS providerVersionId,
       v.number AS providerVersion, r.success, r.build_url AS buildUrl, r.details_hash AS detailsHash, r.created_at AS createdAt
     FROM verifications r JOIN versions v ON v.id = r.provider_version_id WHERE ${condition}`,
    ...values,
  );
