/**
 * What Northgate relies on when it hands a case over: the calls in their order, each with the answer's fields that the next one needs, and
 * the refusals after which it acts differently.
 */
import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { pactOutput } from '../../pact-output.ts';
import { type Case, uploads } from './client.ts';
import { type Outgoing, sender } from './sender.ts';

const { like, regex } = MatchersV3;

const output = pactOutput(import.meta.filename, 'northgate-uploads');
const pact = new PactV4(output.options);
afterAll(() => {
  const { written, committed } = output.compare();
  output.discard();
  // Not equal? `npm run pacts` writes what is committed.
  expect(committed).toEqual(written);
});

const northgate = 'prt_01HV3N2THB1J1Z4D';
const intakeId = 'int_01KJQ7K0FPY2Y414';
const documentId = 'doc_01KJQ730XNKVNWFT';
/** Ciphertext looks like this and not like text, by which Pact would judge its media type. */
const bytes = Buffer.from(Array.from({ length: 56 }, (_, index) => (index * 73 + 149) % 256));
const sha256 = createHash('sha256').update(bytes);
const checksum = { algorithm: 'sha-256', value: sha256.copy().digest('hex') };
const digest = `sha-256=:${sha256.digest('base64')}:`;

const encryption = {
  algorithm: 'AES-256-GCM',
  iv: 'S-SBkbigkSnr86l7',
  tag: '8nQoc1NnZSpHItTIdxACgQ',
  wrappedKeys: [
    {
      algorithm: 'ECDH-ES+A256KW',
      recipientKeyId: 'key_01HV3P6FDBXVT6GD',
      wrappedKey: 'JkdTQ_ky_3CkkcSIfM-1roedWKq_2y_pC0vlfGMcZFO86UYWsKWZSw',
      ephemeralKey: {
        kty: 'EC',
        crv: 'P-256',
        x: 'AH_5JmKccmgji6iYTrzu4TrKzzG0Oz7Nbmxiv1LkLto',
        y: '3efOSmnCCjA3BYkUGRlV7pwCL4xLQz3NWV1deNpbX1c',
      },
    },
  ],
};

const handedOver: Case = {
  reference: 'NG-2026-0117',
  recipientId: 'prt_01HV3PBHEG79FAMF',
  subject: 'Access to building records, site 42',
  document: { fileName: 'site-plan.pdf', mediaType: 'application/pdf', bytes, encryption },
};
const intakeBody = {
  recipientId: handedOver.recipientId,
  category: 'application',
  subject: handedOver.subject,
  externalReference: handedOver.reference,
};
const { bytes: _bytes, ...file } = handedOver.document;
const documentBody = { intakeId, ...file, sizeBytes: bytes.length, checksum };

const apiKey = { 'X-Api-Key': regex('^\\S+$', 'example-key') };
const json = { 'Content-Type': 'application/json' };
const problem = { 'Content-Type': 'application/problem+json' };
const time = (example: string) => regex('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$', example);
const id = (prefix: string, example: string) => regex(`^${prefix}_[0-9A-HJKMNP-TV-Z]{16}$`, example);

const settings = (baseUrl: string) => ({ baseUrl, apiKey: 'example-key', sleep: async () => {}, jitter: () => 0 });
const send = (baseUrl: string, outgoing: Outgoing) => sender(settings(baseUrl))(outgoing);

const scoped = (...scopes: string[]) =>
  pact
    .addInteraction()
    .testName(output.testName)
    .given('the client is authorised', { participantId: northgate, scopes });
const draft = { id: intakeId, status: 'draft' };
const announced = { id: documentId, intakeId, status: 'awaiting_upload', sizeBytes: bytes.length, checksum };

/** The five calls of a case; the mock server answers whichever come. */
const steps = {
  open: () =>
    scoped('intakes:write')
      .uponReceiving('a new intake')
      .withRequest('POST', '/intakes', (request) =>
        request.headers({ ...apiKey, ...json, 'Idempotency-Key': 'intake-NG-2026-0117' }).jsonBody(intakeBody),
      )
      .willRespondWith(201, (response) =>
        response.headers(json).jsonBody({ id: id('int', intakeId), status: 'draft' }),
      ),
  announce: () =>
    scoped('documents:write')
      .given('an intake exists', draft)
      .uponReceiving('the announcement of a document')
      .withRequest('POST', '/documents', (request) =>
        request.headers({ ...apiKey, ...json, 'Idempotency-Key': 'document-NG-2026-0117' }).jsonBody(documentBody),
      )
      .willRespondWith(201, (response) =>
        response.headers(json).jsonBody({ id: id('doc', documentId), status: 'awaiting_upload' }),
      ),
  upload: () =>
    scoped('documents:write')
      .given('a document exists', announced)
      .uponReceiving('the bytes of a document')
      .withRequest('PUT', `/documents/${documentId}/content`, (request) =>
        request.headers({ ...apiKey, 'Content-Digest': digest }).body('application/octet-stream', bytes),
      )
      .willRespondWith(204),
  complete: () =>
    scoped('documents:write')
      .given('a document exists', { ...announced, content: bytes.toString('base64') })
      .uponReceiving('the completion of a document')
      .withRequest('POST', `/documents/${documentId}/complete`, (request) => request.headers(apiKey))
      .willRespondWith(200, (response) => response.headers(json).jsonBody({ id: documentId, status: 'available' })),
  submit: () =>
    scoped('intakes:write')
      .given('an intake exists', draft)
      .given('a document exists', { id: documentId, intakeId, status: 'available' })
      .uponReceiving('the submission of an intake')
      .withRequest('POST', `/intakes/${intakeId}/submit`, (request) => request.headers(apiKey))
      .willRespondWith(200, (response) =>
        response
          .headers(json)
          .jsonBody({ id: intakeId, status: 'submitted', submittedAt: time('2026-03-02T09:20:05Z') }),
      ),
};

describe('the uploads and the platform', () => {
  it(
    'agree on a case from its opening to its submission',
    output.agrees(async () => {
      steps.open();
      steps.announce();
      steps.upload();
      steps.complete();
      await steps.submit().executeTest(async ({ url }) => {
        expect(await uploads(settings(url)).handOver(handedOver)).toEqual({
          kind: 'handed over',
          intakeId,
          submittedAt: '2026-03-02T09:20:05Z',
        });
      });
    }),
  );

  it(
    'agree on bytes that came differently than announced',
    output.agrees(async () => {
      await scoped('documents:write')
        .given('a document exists', { ...announced, content: Buffer.from('other bytes').toString('base64') })
        .uponReceiving('the completion of a document with other bytes than announced')
        .withRequest('POST', `/documents/${documentId}/complete`, (request) => request.headers(apiKey))
        .willRespondWith(409, (response) => response.headers(problem).jsonBody({ code: 'checksum_mismatch' }))
        .executeTest(async ({ url }) => {
          const completing = send(url, { method: 'POST', path: `/documents/${documentId}/complete` });
          await expect(completing).rejects.toMatchObject({ code: 'checksum_mismatch' });
        });
    }),
  );

  it(
    'agree on an upload that came too late',
    output.agrees(async () => {
      await scoped('documents:write')
        .given('the time is', { now: '2026-03-02T12:00:00Z' })
        .given('a document exists', { ...announced, uploadExpiresAt: '2026-03-02T10:16:10Z' })
        .uponReceiving('the bytes of a document after the time to upload')
        .withRequest('PUT', `/documents/${documentId}/content`, (request) =>
          request.headers({ ...apiKey, 'Content-Digest': digest }).body('application/octet-stream', bytes),
        )
        .willRespondWith(409, (response) => response.headers(problem).jsonBody({ code: 'upload_expired' }))
        .executeTest(async ({ url }) => {
          const uploading = send(url, { method: 'PUT', path: `/documents/${documentId}/content`, bytes });
          await expect(uploading).rejects.toMatchObject({ code: 'upload_expired' });
        });
    }),
  );

  it(
    'agree on a request that is wrong',
    output.agrees(async () => {
      await scoped('intakes:write')
        .uponReceiving('a new intake with a field that the platform does not know')
        .withRequest('POST', '/intakes', (request) =>
          request.headers({ ...apiKey, ...json }).jsonBody({ ...intakeBody, dueDate: '2026-03-31' }),
        )
        .willRespondWith(422, (response) => response.headers(problem).jsonBody({ code: 'validation_failed' }))
        .executeTest(async ({ url }) => {
          const opening = send(url, {
            method: 'POST',
            path: '/intakes',
            json: { ...intakeBody, dueDate: '2026-03-31' },
          });
          await expect(opening).rejects.toMatchObject({ code: 'validation_failed' });
        });
    }),
  );

  it(
    'agree on how long to wait',
    output.agrees(async () => {
      await scoped('documents:write')
        .given('the rate limit is used up', { retryAfter: 12 })
        .uponReceiving('the announcement of one document too many')
        .withRequest('POST', '/documents', (request) =>
          request
            .headers({ ...apiKey, ...json, 'Idempotency-Key': 'document-NG-2026-0117' })
            .jsonBody(like(documentBody)),
        )
        .willRespondWith(429, (response) =>
          response.headers({ ...problem, 'Retry-After': regex('^\\d+$', '12') }).jsonBody({ code: 'rate_limited' }),
        )
        .executeTest(async ({ url }) => {
          const pauses: number[] = [];
          const patient = sender({ ...settings(url), sleep: async (ms) => void pauses.push(ms) });
          const announcing = patient({
            method: 'POST',
            path: '/documents',
            idempotencyKey: 'document-NG-2026-0117',
            json: documentBody,
          });
          await expect(announcing).rejects.toThrow('The platform answered 429.');
          expect(pauses).toEqual([12_000, 12_000, 12_000, 12_000]);
        });
    }),
  );
});
