/**
 * Documents: announced for a draft, uploaded, completed. Compares bytes with what was announced only when asked to `complete`. Their bytes
 * are in `contents.ts`.
 */
import { createHash } from 'node:crypto';
import { actsFor, type Client } from './clients.ts';
import { timeText } from './clock.ts';
import { newId } from './ids.ts';
import { visibleIntake } from './intakes.ts';
import { filtered, type ListParameters, page, within } from './lists.ts';
import { type Call, type ItemParameters, type Operation, operation, type Reply } from './operation.ts';
import type { Platform } from './platform.ts';
import { invalidRequest, notFound, Problem } from './problem.ts';
import type { Document, DocumentFields } from './resources.ts';
import type { Versioned } from './store.ts';
import { etagOf, versionedReply } from './versions.ts';

const uploadMs = 60 * 60 * 1000;

interface DocumentListParameters extends ListParameters, Partial<Pick<Document, 'intakeId' | 'status'>> {
  readonly createdAfter?: string;
  readonly createdBefore?: string;
}

interface CreateParameters {
  readonly 'Idempotency-Key'?: string;
}

interface ReadParameters extends ItemParameters {
  readonly 'If-None-Match'?: string;
}

export function documents(platform: Platform): readonly Operation[] {
  return [
    operation<DocumentListParameters>('listDocuments', ({ client, parameters }) => list(platform, client, parameters)),
    operation<CreateParameters, DocumentFields>('createDocument', (call) =>
      platform.idempotencyKeys.once(
        { scope: `createDocument ${call.client.id}`, key: call.parameters['Idempotency-Key'], body: call.body },
        () => announce(platform, call),
      ),
    ),
    operation<ReadParameters>('getDocument', ({ client, parameters }) => {
      const stored = visibleDocument(platform, client, parameters.id);
      return versionedReply(stored, stored.item, parameters['If-None-Match']);
    }),
    operation<ItemParameters>('completeDocument', (call) => complete(platform, call)),
  ];
}

function list(platform: Platform, client: Client, parameters: DocumentListParameters): Reply {
  const { store, clock } = platform;
  const { intakeId, status, createdAfter, createdBefore, sort = '-createdAt' } = parameters;
  const visible = store.documents
    .all()
    .filter((document) => maySee(platform, client, document))
    .map((document) => expireIfLate(platform, document.id)?.item ?? document);
  const wanted = filtered<Document>(visible, { intakeId, status });
  const items = within(wanted, 'createdAt', { after: createdAfter, before: createdBefore });
  return page({ items, parameters, sort, now: clock.now() });
}

/** The submitter, the recipient once the intake was submitted, and whoever accepted the document in an exchange. */
function maySee({ store }: Platform, client: Client, { id, intakeId }: Document): boolean {
  const intake = store.intakes.get(intakeId)?.item;
  if (intake && actsFor(client, intake.submitterId)) return true;
  if (intake && intake.status !== 'draft' && actsFor(client, intake.recipientId)) return true;
  const given = store.exchanges
    .all()
    .filter(({ status, documentIds }) => status === 'accepted' && documentIds.includes(id))
    .map(({ recipientId }) => recipientId);
  return given.length > 0 && actsFor(client, ...given);
}

export function visibleDocument(platform: Platform, client: Client, id: string): Versioned<Document> {
  const stored = expireIfLate(platform, id);
  if (!stored || !maySee(platform, client, stored.item)) throw notFound();
  return stored;
}

/** A document that only the submitter of its intake may upload and complete. */
export function ownDocument(platform: Platform, client: Client, id: string): Versioned<Document> {
  const stored = visibleDocument(platform, client, id);
  const submitterId = platform.store.intakes.get(stored.item.intakeId)?.item.submitterId;
  if (actsFor(client, submitterId)) return stored;
  throw new Problem('wrong_role', 'Only the submitter of the intake can upload and complete its documents.');
}

/** Time passes without a request; it is noticed at the next one. */
function expireIfLate({ store, clock }: Platform, id: string): Versioned<Document> | undefined {
  const stored = store.documents.get(id);
  const { status, uploadExpiresAt } = stored?.item ?? {};
  if (!stored || status !== 'awaiting_upload' || !uploadExpiresAt || Date.parse(uploadExpiresAt) > clock.now()) {
    return stored;
  }
  return store.documents.put({ ...stored.item, status: 'expired', updatedAt: uploadExpiresAt });
}

function announce(platform: Platform, call: Call<CreateParameters, DocumentFields>): Reply {
  const { store, clock, audit } = platform;
  const intake = intakeOf(platform, call);
  if (intake.status !== 'draft') {
    throw new Problem('state_conflict', 'The intake was submitted; documents can only be added to a draft.');
  }
  const now = clock.now();
  const stored = store.documents.put({
    id: newId('doc', now),
    status: 'awaiting_upload',
    ...call.body,
    uploadExpiresAt: timeText(now + uploadMs),
    completedAt: null,
    createdAt: timeText(now),
    updatedAt: timeText(now),
  });
  const { id } = stored.item;
  audit.record(call, { type: 'document.created', resource: { type: 'document', id }, readers: [intake.submitterId] });
  return { status: 201, body: stored.item, headers: { location: `/v1/documents/${id}`, etag: etagOf(stored) } };
}

/** An intake that the caller may not see is a wrong value here, since it stands in the body. */
function intakeOf(platform: Platform, { client, body }: Call<CreateParameters, DocumentFields>) {
  try {
    return visibleIntake(platform, client, body.intakeId).item;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw invalidRequest([
      { pointer: '/intakeId', code: 'unknown_intake', detail: 'There is no such intake of yours.' },
    ]);
  }
}

function complete(platform: Platform, call: Call<ItemParameters, unknown>): Reply {
  const { store, clock, audit, deliveries } = platform;
  const stored = ownDocument(platform, call.client, call.parameters.id);
  const { item } = stored;
  // Safe to repeat: what is available already is answered unchanged.
  if (item.status === 'available') return versionedReply(stored, item);
  if (item.status === 'expired') {
    throw new Problem('upload_expired', 'The time to upload has passed. Announce the document again.');
  }
  mustBeAsAnnounced(item, store.contents.get(item.id));
  const now = timeText(clock.now());
  const available = store.documents.put({
    ...item,
    status: 'available',
    uploadExpiresAt: null,
    completedAt: now,
    updatedAt: now,
  });
  const intake = store.intakes.get(item.intakeId)?.item;
  const isSubmitted = intake !== undefined && intake.status !== 'draft';
  const audience = intake ? [intake.submitterId, ...(isSubmitted ? [intake.recipientId] : [])] : [];
  audit.record(call, {
    type: 'document.completed',
    resource: { type: 'document', id: item.id },
    readers: audience,
    changedFields: ['status', 'completedAt', 'uploadExpiresAt'],
  });
  deliveries.fire({ type: 'document.completed', data: available.item }, audience);
  return versionedReply(available, available.item);
}

function mustBeAsAnnounced({ sizeBytes, checksum }: Document, bytes: Uint8Array | undefined): void {
  if (!bytes) {
    const detail = 'No bytes have been uploaded. Send them with PUT /documents/{id}/content first.';
    throw new Problem('content_missing', detail);
  }
  const isSame = bytes.length === sizeBytes && createHash('sha256').update(bytes).digest('hex') === checksum.value;
  if (isSame) return;
  const detail =
    'Size or SHA-256 of the uploaded bytes differ from what was announced. Upload again, then complete again.';
  throw new Problem('checksum_mismatch', detail);
}
