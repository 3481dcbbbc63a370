import type { Json, JsonObject } from '../../../pact/pact.ts';
import { ensureVersion } from '../../publish/ensure.ts';
import { findPact, findPactByHash, type PublishedPact } from '../../read/pacts.ts';
import { flag, integer, optional, text } from '../../store/column.ts';
import type { Database } from '../../store/database.ts';
import { isoTime } from '../resources/iso-time.ts';
import { type Call, created, invalid, notFound, ok, type Reply, type Route } from '../route.ts';
import { isName } from './contract-routes.ts';

/**
 * Results that come of documents instead of runs, which the Pact Broker has no place for. The matrix shows them as rows of the
 * type BDCT beside verified ones. Two halves are published, in any order; a row needs both:
 *
 * - `POST /stunt/bdct-results` (relation `stunt:bdct-results`): a pact was compared with a document.
 *   `{consumerName, consumerVersionNumber | pactHash, providerName, documentHash, success, findings[],
 *     providerVersionNumber?, providerBranch?}`
 *   It holds for every version of the consumer with that content, and every version of the provider with that document;
 *   `providerVersionNumber` says in the same request that this version has it.
 * - `POST /stunt/provider-documents` (relation `stunt:provider-documents`): a version of the provider has this document, and
 *   whether it keeps to it. `{providerName, providerVersionNumber, providerBranch?, documentHash, success?, findings[]?}`
 *   Without `success` nothing is said of that. With false, every comparison with that document counts as failed.
 */
export const bidirectionalRoutes: readonly Route[] = [
  { method: 'POST', path: '/stunt/bdct-results', handle: compared },
  { method: 'POST', path: '/stunt/provider-documents', handle: held },
  { method: 'GET', path: '/stunt/bdct-results/:consumer/:hash/:provider/:version', handle: show },
];

type Errors = Record<string, string[]>;

function named(body: JsonObject, names: readonly string[], errors: Errors): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => {
      const value = body[name];
      if (!isName(value)) errors[name] = ['must be a text that is not blank'];
      return [name, isName(value) ? value : ''];
    }),
  );
}

const findingsIn = (value: Json | undefined, errors: Errors): readonly Json[] => {
  if (value !== undefined && !Array.isArray(value)) errors.findings = ['must be a list'];
  return Array.isArray(value) ? value : [];
};

function compared({ log, body, links }: Call): Reply {
  const errors: Errors = {};
  const by = body.pactHash === undefined ? 'consumerVersionNumber' : 'pactHash';
  const texts = named(body, ['consumerName', 'providerName', 'documentHash', by], errors);
  const { consumerName: consumer = '', providerName: provider = '', documentHash = '' } = texts;
  const findings = findingsIn(body.findings, errors);
  const { success, providerVersionNumber: version, providerBranch: branch } = body;
  if (typeof success !== 'boolean') errors.success = ['must be true or false'];
  if (version !== undefined && !isName(version)) errors.providerVersionNumber = ['must be a text that is not blank'];
  if (typeof success !== 'boolean' || Object.keys(errors).length > 0) return invalid(errors);
  const which = texts[by] ?? '';
  const pact =
    by === 'pactHash'
      ? findPactByHash(log.tables, { consumer, provider, hash: which })
      : findPact(log.tables, { consumer, provider, version: which });
  if (pact === undefined)
    return notFound(`There is no pact of ${consumer} (${which}) with ${provider}: publish it first.`);
  log.transaction(() => {
    const detailsHash = log.keep(JSON.stringify(findings));
    log.record({ type: 'pact-compared', consumer, provider, hash: pact.hash, documentHash, success, detailsHash });
    if (isName(version)) {
      ensureVersion(log, provider, version, { branch: isName(branch) ? branch : undefined });
      if (documentOf(log.tables, provider, version)?.hash !== documentHash)
        log.record({
          type: 'document-held',
          provider,
          providerVersion: version,
          documentHash,
          held: null,
          detailsHash: null,
        });
    }
  });
  const answer = { consumerName: consumer, providerName: provider, pactHash: pact.hash, documentHash, success };
  return created({ ...answer, _links: { self: { href: links.template('/stunt/bdct-results') } } });
}

function held({ log, body, links }: Call): Reply {
  const errors: Errors = {};
  const texts = named(body, ['providerName', 'providerVersionNumber', 'documentHash'], errors);
  const { providerName: provider = '', providerVersionNumber: version = '', documentHash = '' } = texts;
  const findings = findingsIn(body.findings, errors);
  const { success, providerBranch: branch } = body;
  if (success !== undefined && typeof success !== 'boolean') errors.success = ['must be true or false, or left out'];
  if (Object.keys(errors).length > 0) return invalid(errors);
  const keeps = typeof success === 'boolean' ? success : null;
  log.transaction(() => {
    ensureVersion(log, provider, version, { branch: isName(branch) ? branch : undefined });
    const detailsHash = keeps === null ? null : log.keep(JSON.stringify(findings));
    log.record({ type: 'document-held', provider, providerVersion: version, documentHash, held: keeps, detailsHash });
  });
  const answer = { providerName: provider, providerVersionNumber: version, documentHash, success: keeps };
  return created({ ...answer, _links: { self: { href: links.template('/stunt/provider-documents') } } });
}

const documentShape = { hash: text, held: optional(flag), details: optional(text) };

const documentOf = (tables: Database, provider: string, version: string) =>
  tables.one(
    documentShape,
    `SELECT d.document_hash AS hash, d.held, d.details_hash AS details FROM provider_documents d
     JOIN versions v ON v.id = d.provider_version_id JOIN pacticipants p ON p.id = v.pacticipant_id
     WHERE p.name = ? AND v.number = ?`,
    provider,
    version,
  );

/** One row of the matrix, with what was found on both sides. */
function show(call: Call): Reply {
  const { log, part } = call;
  const [consumer, provider, hash, version] = [part('consumer'), part('provider'), part('hash'), part('version')];
  const pact = findPactByHash(log.tables, { consumer, provider, hash });
  const document = documentOf(log.tables, provider, version);
  const comparison = pact && document && comparisonOf(log.tables, pact, document.hash);
  if (document === undefined || comparison === undefined)
    return notFound(
      `Nothing is known of comparing ${consumer} (${hash}) with the document of ${provider} version ${version}.`,
    );
  return ok({
    success: comparison.success && document.held !== false,
    documentHash: document.hash,
    comparedAt: isoTime(comparison.at),
    comparison: { success: comparison.success, findings: findingsOf(call, comparison.details) },
    provider: { keepsToDocument: document.held ?? null, findings: findingsOf(call, document.details) },
  });
}

const comparisonShape = { success: flag, details: text, at: integer };

const comparisonOf = (tables: Database, { pactVersionId }: PublishedPact, documentHash: string) =>
  tables.one(
    comparisonShape,
    'SELECT success, details_hash AS details, created_at AS at FROM comparisons WHERE pact_version_id = ? AND document_hash = ?',
    pactVersionId,
    documentHash,
  );

function findingsOf({ log }: Call, detailsHash: string | undefined): readonly unknown[] {
  const findings: unknown = JSON.parse((detailsHash && log.content(detailsHash)) ?? '[]');
  return Array.isArray(findings) ? findings : [];
}
