/** The encrypted bytes of documents: taken as they come, given back byte for byte, and links to them for who has no credential. */
import { createHash } from 'node:crypto';
import { timeText } from './clock.ts';
import { ownDocument, visibleDocument } from './documents.ts';
import { type Call, type ItemParameters, type Operation, operation, type Reply } from './operation.ts';
import type { Platform } from './platform.ts';
import { invalidRequest, Problem } from './problem.ts';
import { readUpTo } from './request-body.ts';
import type { Document } from './resources.ts';

interface UploadParameters extends ItemParameters {
  readonly 'Content-Digest'?: string;
}

export function contents(platform: Platform): readonly Operation[] {
  return [
    operation<UploadParameters>('uploadDocumentContent', (call) => upload(platform, call)),
    operation<ItemParameters>('getDocumentContent', (call) => download(platform, call)),
    operation<ItemParameters>('getDownloadLink', (call) => link(platform, call)),
  ];
}

async function upload(
  platform: Platform,
  { client, parameters, body }: Call<UploadParameters, unknown>,
): Promise<Reply> {
  const { item } = ownDocument(platform, client, parameters.id);
  mustAwaitUpload(item);
  const bytes = await readUpTo(body, item.sizeBytes);
  const sent = parameters['Content-Digest'];
  if (sent !== undefined && sent !== contentDigest(bytes)) {
    const detail = 'Content-Digest is not that of the bytes that arrived. Send them again.';
    throw invalidRequest([{ parameter: 'Content-Digest', code: 'digest_mismatch', detail }]);
  }
  // It may have been completed or discarded while the bytes arrived.
  mustAwaitUpload(ownDocument(platform, client, parameters.id).item);
  platform.store.contents.set(item.id, bytes);
  return { status: 204 };
}

function mustAwaitUpload({ status }: Document): void {
  if (status === 'awaiting_upload') return;
  const detail =
    status === 'expired' ? 'The time to upload has passed. Announce the document again.' : 'The document is complete.';
  throw new Problem(status === 'expired' ? 'upload_expired' : 'state_conflict', detail);
}

function download(platform: Platform, call: Call<ItemParameters, unknown>): Reply {
  const { item, bytes } = availableBytes(platform, call);
  platform.audit.record(call, { type: 'document.downloaded', ...about(platform, item) });
  return {
    status: 200,
    body: bytes,
    headers: {
      'content-type': 'application/octet-stream',
      'content-digest': contentDigest(bytes),
      'content-disposition': `attachment; filename="${quoted(item.fileName)}"`,
    },
  };
}

function link(platform: Platform, call: Call<ItemParameters, unknown>): Reply {
  const { item } = availableBytes(platform, call);
  const { grant, expiresAt } = platform.downloads.grant(item.id, call.client);
  platform.audit.record(call, { type: 'document.link_issued', ...about(platform, item) });
  const { id: documentId, sizeBytes, checksum } = item;
  const url = `${call.origin}/documents/${documentId}/content?grant=${grant}`;
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { documentId, url, expiresAt: timeText(expiresAt), sizeBytes, checksum },
  };
}

function availableBytes(platform: Platform, { client, parameters }: Call<ItemParameters, unknown>) {
  const { item } = visibleDocument(platform, client, parameters.id);
  const bytes = platform.store.contents.get(item.id);
  if (item.status === 'available' && bytes) return { item, bytes };
  throw new Problem('state_conflict', 'The document is not available: it has not been completed.');
}

function about({ store }: Platform, { id, intakeId }: Document) {
  const submitterId = store.intakes.get(intakeId)?.item.submitterId;
  return { resource: { type: 'document', id }, readers: submitterId === undefined ? [] : [submitterId] };
}

export const contentDigest = (bytes: Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

/** A quoted string holds no quote and no byte outside ASCII (RFC 6266). */
const quoted = (name: string): string => name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
