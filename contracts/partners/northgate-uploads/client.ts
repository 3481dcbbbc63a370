/**
 * How Northgate Legal Services hands a case over: opens an intake, announces the encrypted document, uploads its bytes, completes it,
 * submits. Nobody waits for it, so it is patient: it tries again as the platform asks, each time with the same `Idempotency-Key`, and a
 * run that was broken off is repeated as a whole without making anything twice.
 */
import { createHash } from 'node:crypto';
import { type Attempts, Refused, type Sender, sender, Unreachable } from './sender.ts';

export interface Case {
  /** Names the case on our side, the same in every attempt: what is made for it is made once, within the 24 hours that keys are kept. */
  readonly reference: string;
  readonly recipientId: string;
  readonly subject: string;
  readonly document: EncryptedDocument;
}

export interface EncryptedDocument {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Made where the file was encrypted; handed on as it is. */
  readonly encryption: object;
}

/** What became of a case. Only `rejected` needs a person; a case that waits is tried again by the next run. */
export type Outcome =
  | { readonly kind: 'handed over'; readonly intakeId: string; readonly submittedAt: string }
  | { readonly kind: 'waiting'; readonly notice: string }
  | { readonly kind: 'rejected'; readonly code: string; readonly notice: string };

export interface UploadSettings extends Attempts {
  /** Of the API, without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

export interface Uploads {
  handOver(toHandOver: Case): Promise<Outcome>;
}

export function uploads(settings: UploadSettings): Uploads {
  const send = sender(settings);
  return {
    async handOver(toHandOver) {
      try {
        const intakeId = await openIntake(send, toHandOver);
        const documentId = await announce(send, toHandOver, intakeId);
        await upload(send, documentId, toHandOver.document.bytes);
        await send({ method: 'POST', path: `/documents/${documentId}/complete` });
        const { submittedAt } = await send({ method: 'POST', path: `/intakes/${intakeId}/submit` });
        return { kind: 'handed over', intakeId, submittedAt: String(submittedAt) };
      } catch (error) {
        if (error instanceof Unreachable) return { kind: 'waiting', notice: error.message };
        if (error instanceof Refused) return { kind: 'rejected', code: error.code, notice: error.message };
        throw error;
      }
    },
  };
}

async function openIntake(send: Sender, { reference, recipientId, subject }: Case): Promise<string> {
  const { id } = await send({
    method: 'POST',
    path: '/intakes',
    idempotencyKey: `intake-${reference}`,
    json: { recipientId, category: 'application', subject, externalReference: reference },
  });
  return String(id);
}

async function announce(send: Sender, { reference, document }: Case, intakeId: string): Promise<string> {
  const { fileName, mediaType, bytes, encryption } = document;
  const { id } = await send({
    method: 'POST',
    path: '/documents',
    idempotencyKey: `document-${reference}`,
    json: {
      intakeId,
      fileName,
      mediaType,
      sizeBytes: bytes.length,
      checksum: { algorithm: 'sha-256', value: createHash('sha256').update(bytes).digest('hex') },
      encryption,
    },
  });
  return String(id);
}

/** Replaces what an attempt before may have left. A document that is complete already refuses, and needs no bytes. */
async function upload(send: Sender, documentId: string, bytes: Uint8Array): Promise<void> {
  try {
    await send({ method: 'PUT', path: `/documents/${documentId}/content`, bytes });
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'state_conflict')) throw error;
  }
}
