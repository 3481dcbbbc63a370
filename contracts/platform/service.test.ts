/**
 * The whole platform over real sockets, operation by operation, with success and refusals. Every answer is held against the document by
 * the client itself; the last test says which of the documented answers nobody saw, and why.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDocument } from './document.ts';
import { Problem } from './problem.ts';
import { harbour, lakeside, northgate } from './seed.ts';
import { type RunningPlatform, startPlatform } from './start.ts';
import {
  type DocumentedClient,
  type DocumentedClients,
  documentedClients,
  type TestAnswer,
} from './testing/documented-client.ts';

const start = Date.parse('2026-03-02T09:00:00Z');
let now = start;
let running: RunningPlatform;
let clients: DocumentedClients;
let submitter: DocumentedClient;
let recipient: DocumentedClient;
let inbox: DocumentedClient;
let stranger: DocumentedClient;

beforeAll(async () => {
  running = await startPlatform({ clock: { now: () => now } });
  const { url, credentials, platform } = running;
  clients = documentedClients(url);
  const key = (apiKey: string) => clients.with({ 'x-api-key': apiKey });
  submitter = key(credentials['northgate-uploads'].apiKey);
  recipient = key(credentials['harbour-dashboard'].apiKey);
  inbox = key(credentials['lakeside-inbox'].apiKey);
  const scopes = ['intakes:read', 'exchanges:read', 'documents:read', 'audit:read', 'webhooks:manage'];
  const unrelated = { id: 'cli_01HV4E0A4V7Y9Z2B', participantId: 'prt_01HV3RD5WCG8SZVG', scopes };
  stranger = key(platform.clients.enrol(unrelated).apiKey);
});
afterAll(() => running.close());

const smallest = { recipientId: harbour, category: 'other', subject: 'A first intake' };
const bytes = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 73) % 256));
const sha256 = createHash('sha256').update(bytes);
const checksum = { algorithm: 'sha-256', value: sha256.copy().digest('hex') };
const digest = `sha-256=:${sha256.digest('base64')}:`;

const wrappedFor = (recipientKeyId: string) => ({
  algorithm: 'RSA-OAEP-256',
  recipientKeyId,
  wrappedKey: 'JkdTQ_ky_3CkkcSIfM-1roedWKq_2y_pC0vlfGMcZFO86UYWsKWZSw',
});
const lakesideKey = 'key_01HV3RG1JZESVV2C';
const announcement = (intakeId: string, key = lakesideKey) => ({
  intakeId,
  fileName: 'site "plan".pdf',
  mediaType: 'application/pdf',
  sizeBytes: bytes.length,
  checksum,
  encryption: {
    algorithm: 'AES-256-GCM',
    iv: 'S-SBkbigkSnr86l7',
    tag: '8nQoc1NnZSpHItTIdxACgQ',
    wrappedKeys: [wrappedFor(key)],
  },
});

const idOf = ({ fields }: TestAnswer): string => String(fields.id);
const idsIn = ({ fields }: TestAnswer): unknown[] =>
  (Array.isArray(fields.data) ? fields.data : []).map((item: unknown) => Object(item).id);
const codes = ({ fields }: TestAnswer): unknown[] =>
  (Array.isArray(fields.errors) ? fields.errors : []).map((finding: unknown) => Object(finding).code);

async function draft(more: object = {}): Promise<string> {
  return idOf(await submitter.call('createIntake', { json: { ...smallest, ...more } }));
}

async function announced(intakeId: string, key?: string): Promise<string> {
  return idOf(await submitter.call('createDocument', { json: announcement(intakeId, key) }));
}

const octets = { body: bytes, headers: { 'content-type': 'application/octet-stream' } };

async function available(intakeId: string, key?: string): Promise<string> {
  const id = await announced(intakeId, key);
  await submitter.call('uploadDocumentContent', { parameters: { id }, ...octets });
  expect(await submitter.call('completeDocument', { parameters: { id } })).toMatchObject({ status: 200 });
  return id;
}

async function offered(): Promise<string> {
  const documentIds = [await available(await draft())];
  return idOf(await submitter.call('createExchange', { json: { recipientId: lakeside, documentIds } }));
}

describe('credentials', () => {
  it('are asked for, and named when they are missing, unknown or too small', async () => {
    const nobody = clients.with({});
    for (const { id } of readDocument().operations.filter(({ security }) => security)) {
      const { status, fields, headers } = await nobody.call(id, { parameters: { id: 'x' } });
      expect({ id, status, code: fields.code }).toEqual({ id, status: 401, code: 'credential_missing' });
      expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
    const unknown = clients.with({ authorization: 'Bearer abc' });
    expect(await unknown.call('listIntakes')).toMatchObject({ status: 401, fields: { code: 'credential_unknown' } });
  });

  it('need the scope that the document names', async () => {
    const { platform } = running;
    const client = { id: 'cli_01HV4F1B5W8Z0A3C', participantId: northgate, scopes: [] };
    const { apiKey } = platform.clients.enrol(client);
    const powerless = clients.with({ 'x-api-key': apiKey });
    for (const { id, security } of readDocument().operations) {
      if (!security) continue;
      const { status, fields } = await powerless.call(id, { parameters: { id: 'x' } });
      expect({ id, status, code: fields.code }).toEqual({ id, status: 403, code: 'insufficient_scope' });
    }
  });
});

describe('what every operation does', () => {
  it('refuses a path parameter that is no id, a field that is not known and a media type that is not taken', async () => {
    for (const { id, path, body, parameters } of readDocument().operations) {
      if (path.includes('{id}')) {
        const json = body?.has('application/json') ? { json: { subject: 'x' } } : body ? octets : {};
        expect(await submitter.call(id, { parameters: { id: 'nothing' }, ...json })).toMatchObject({ status: 422 });
      } else if (parameters.length > 0 && !body) {
        const answer = await submitter.call(id, { parameters: { limmit: '3' } });
        expect(answer.fields.errors).toEqual([
          {
            parameter: 'limmit',
            code: 'unknown_parameter',
            detail: 'There is no parameter limmit. Did you mean limit?',
          },
        ]);
      }
      if (!body) continue;
      const one = { parameters: { id: 'int_01KJQ7K0FPY2Y414' } };
      expect((await submitter.call(id, { ...one, body: 'x', headers: { 'content-type': 'text/csv' } })).status).toBe(
        415,
      );
      if (!body.has('application/json')) continue;
      const malformed = await submitter.call(id, {
        ...one,
        body: '{',
        headers: { 'content-type': 'application/json' },
      });
      expect(malformed).toMatchObject({ status: 400, fields: { code: 'malformed_json' } });
      const strict = await submitter.call(id, { parameters: { id: 'x' }, json: { unheardOf: 1 } });
      expect(strict.status).toBe(422);
    }
  });

  it('answers 404 for what is not there, and for what belongs to others', async () => {
    const intake = { parameters: { id: await draft() } };
    const document = { parameters: { id: await announced(intake.parameters.id) } };
    const exchange = { parameters: { id: await offered() } };
    for (const client of [stranger, recipient]) expect((await client.call('getIntake', intake)).status).toBe(404);
    expect((await stranger.call('getDocument', document)).status).toBe(404);
    expect((await stranger.call('getExchange', exchange)).status).toBe(404);

    const prefixes = { intakes: 'int', documents: 'doc', exchanges: 'exc', participants: 'prt', 'audit-events': 'aud' };
    const prefixOf = new Map([...Object.entries(prefixes), ['webhook-subscriptions', 'whs']]);
    const bodies = new Map<string, object>([
      ['updateIntake', { json: { subject: 'x' } }],
      ['uploadDocumentContent', octets],
      ['declineExchange', { json: { reason: 'other' } }],
      ['updateWebhookSubscription', { json: { status: 'paused' } }],
    ]);
    for (const { id: operation, path } of readDocument().operations.filter(({ path: of }) => of.includes('{id}'))) {
      const id = `${prefixOf.get(path.split('/')[1] ?? '')}_0000000000000000`;
      const { status, fields } = await submitter.call(operation, { parameters: { id }, ...bodies.get(operation) });
      expect({ operation, status, code: fields.code }).toEqual({ operation, status: 404, code: 'resource_not_found' });
    }
  });

  it('is served below /v1 too, and nothing else is', async () => {
    const { url } = running;
    expect((await fetch(`${url}/v1/health`)).status).toBe(200);
    const elsewhere = await fetch(`${url}/v2/health`);
    expect(elsewhere.status).toBe(404);
    expect(elsewhere.headers.get('content-type')).toBe('application/problem+json');
    const unreadable = await fetch(`${url}/intakes/%zz`);
    expect(unreadable.status).toBe(400);
    expect(unreadable.headers.get('content-type')).toBe('application/problem+json');
  });

  it('repeats the first answer for a repeated Idempotency-Key, and refuses the key for another body', async () => {
    const intakeId = await draft();
    const documentIds = [await available(await draft())];
    const creates = [
      { id: 'createIntake', json: smallest, other: { ...smallest, subject: 'Another' } },
      { id: 'createDocument', json: announcement(intakeId), other: { ...announcement(intakeId), fileName: 'b.pdf' } },
      {
        id: 'createExchange',
        json: { recipientId: lakeside, documentIds },
        other: { recipientId: lakeside, documentIds, message: 'x' },
      },
      {
        id: 'createWebhookSubscription',
        json: { url: 'http://localhost:9/', eventTypes: ['intake.submitted'] },
        other: { url: 'http://localhost:9/', eventTypes: ['exchange.created'] },
      },
    ];
    for (const { id, json, other } of creates) {
      const parameters = { 'Idempotency-Key': 'one-intention' };
      const first = await submitter.call(id, { parameters, json });
      const second = await submitter.call(id, { parameters, json });
      expect(first.headers.get('idempotency-replayed')).toBe('false');
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(second.fields).toEqual(first.fields);
      expect(first.headers.get('location')).toMatch(new RegExp(`^/v1/[a-z-]+/${idOf(first)}$`));
      const reused = await submitter.call(id, { parameters, json: other });
      expect(reused).toMatchObject({ status: 409, fields: { code: 'idempotency_key_reused' } });
    }
    now += 24 * 60 * 60 * 1000;
    const late = await submitter.call('createIntake', {
      parameters: { 'Idempotency-Key': 'one-intention' },
      json: smallest,
    });
    expect(late.headers.get('idempotency-replayed')).toBe('false');
  });

  it('names what is wrong in a body, with what may have been meant', async () => {
    const { subject: _subject, ...incomplete } = smallest;
    const answer = await submitter.call('createIntake', { json: { ...incomplete, dueDate: 'x' } });
    expect(answer).toMatchObject({ status: 422, fields: { detail: 'The request has 2 errors.' } });
    expect(answer.fields.errors).toEqual([
      { pointer: '/subject', code: 'required', detail: 'subject is missing.' },
      { pointer: '/dueDate', code: 'unknown_field', detail: 'There is no field dueDate. Did you mean dueAt?' },
    ]);
  });
});

describe('lists', () => {
  it('go on from page to page, without a gap when something is added meanwhile', async () => {
    const made: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      now += 1000;
      made.push(await draft({ externalReference: 'pages', subject: name }));
    }
    const parameters = { externalReference: 'pages', sort: '-createdAt', limit: '2' };
    const first = await submitter.call('listIntakes', { parameters });
    now += 1000;
    await draft({ externalReference: 'pages', subject: 'newer' });
    const cursorOf = ({ fields }: TestAnswer): string => String(Object(fields.page).nextCursor);
    const second = await submitter.call('listIntakes', { parameters: { ...parameters, cursor: cursorOf(first) } });
    const third = await submitter.call('listIntakes', { parameters: { ...parameters, cursor: cursorOf(second) } });
    expect([first, second, third].flatMap(idsIn)).toEqual(made.toReversed());
    expect(third.fields.page).toEqual({ nextCursor: null, hasMore: false });

    const elsewhere = { ...parameters, externalReference: 'other', cursor: cursorOf(first) };
    expect(codes(await submitter.call('listIntakes', { parameters: elsewhere }))).toEqual(['cursor_mismatch']);
    expect(codes(await submitter.call('listIntakes', { parameters: { cursor: 'abc' } }))).toEqual(['cursor_unknown']);
    now += 60 * 60 * 1000 + 1;
    const late = await submitter.call('listIntakes', { parameters: { ...parameters, cursor: cursorOf(first) } });
    expect(codes(late)).toEqual(['cursor_expired']);
  });

  it('are filtered and sorted, with what has no value at the end', async () => {
    const late = await draft({ externalReference: 'sorted', dueAt: '2026-06-01T00:00:00Z', priority: 'high' });
    const early = await draft({ externalReference: 'sorted', dueAt: '2026-05-01T00:00:00Z' });
    const open = await draft({ externalReference: 'sorted' });
    const list = async (more: Record<string, string>) =>
      idsIn(await submitter.call('listIntakes', { parameters: { externalReference: 'sorted', ...more } }));
    expect(await list({ sort: 'dueAt' })).toEqual([early, late, open]);
    expect(await list({ priority: 'high' })).toEqual([late]);
    expect(await list({ status: 'submitted' })).toEqual([]);
    expect(await list({ createdAfter: new Date(now).toISOString() })).toEqual([]);
    expect(await list({ createdBefore: new Date(now + 1).toISOString() })).toHaveLength(3);
  });
});

describe('an intake', () => {
  it('is changed by its submitter while it is a draft, with the ETag that was read', async () => {
    const id = await draft({ metadata: { costCentre: '4410', desk: '2' } });
    const read = await submitter.call('getIntake', { parameters: { id } });
    expect(read.headers.get('etag')).toBe('"v1"');
    const unchanged = await submitter.call('getIntake', { parameters: { id, 'If-None-Match': '"v1"' } });
    expect(unchanged.status).toBe(304);
    now += 1000;
    const json = { priority: 'high', dueAt: null, metadata: { desk: '4' } };
    const changed = await submitter.call('updateIntake', { parameters: { id, 'If-Match': '"v1"' }, json });
    expect(changed.fields).toMatchObject({
      priority: 'high',
      dueAt: null,
      metadata: { costCentre: '4410', desk: '4' },
      subject: 'A first intake',
      updatedAt: new Date(now).toISOString(),
    });
    expect(changed.headers.get('etag')).toBe('"v2"');
    const stale = await submitter.call('updateIntake', { parameters: { id, 'If-Match': '"v1"' }, json });
    expect(stale).toMatchObject({ status: 412, fields: { code: 'etag_mismatch' } });
    expect(stale.headers.get('etag')).toBe('"v2"');
    const patched = await submitter.call('updateIntake', {
      parameters: { id },
      body: JSON.stringify({ tags: ['a'] }),
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(patched.fields.tags).toEqual(['a']);
    expect(codes(await submitter.call('updateIntake', { parameters: { id }, json: {} }))).toEqual(['min_properties']);
  });

  it('goes to a participant that there is', async () => {
    const recipientId = 'prt_0000000000000000';
    const answer = await submitter.call('createIntake', { json: { ...smallest, recipientId } });
    expect(answer.fields.errors).toMatchObject([{ pointer: '/recipientId', code: 'unknown_recipient' }]);
  });

  it('is discarded with its documents', async () => {
    const id = await draft();
    const document = await announced(id);
    const stale = await submitter.call('deleteIntake', { parameters: { id, 'If-Match': '"v9"' } });
    expect(stale.status).toBe(412);
    expect((await submitter.call('deleteIntake', { parameters: { id } })).status).toBe(204);
    expect((await submitter.call('deleteIntake', { parameters: { id } })).status).toBe(404);
    expect((await submitter.call('getDocument', { parameters: { id: document } })).status).toBe(404);
  });

  it('is submitted once its documents are complete, and stays as it is from then on', async () => {
    const id = await draft();
    const document = await announced(id);
    const incomplete = await submitter.call('submitIntake', { parameters: { id } });
    expect(incomplete).toMatchObject({ status: 409, fields: { code: 'documents_incomplete' } });
    await submitter.call('uploadDocumentContent', { parameters: { id: document }, ...octets });
    await submitter.call('completeDocument', { parameters: { id: document } });
    expect((await recipient.call('getIntake', { parameters: { id } })).status).toBe(404);
    const submitted = await submitter.call('submitIntake', { parameters: { id } });
    expect(submitted.fields).toMatchObject({ status: 'submitted', submittedAt: new Date(now).toISOString() });
    now += 1000;
    const again = await submitter.call('submitIntake', { parameters: { id } });
    expect(again.fields).toEqual(submitted.fields);
    expect((await recipient.call('getIntake', { parameters: { id } })).fields).toEqual(submitted.fields);
    for (const [operation, more] of [
      ['updateIntake', { json: { subject: 'x' } }],
      ['deleteIntake', {}],
    ] as const) {
      const refused = await submitter.call(operation, { parameters: { id }, ...more });
      expect(refused).toMatchObject({ status: 409, fields: { code: 'state_conflict' } });
    }
    const tooLate = await submitter.call('createDocument', { json: announcement(id) });
    expect(tooLate).toMatchObject({ status: 409, fields: { code: 'state_conflict' } });
  });
});

describe('a document', () => {
  it('is announced, uploaded, completed, and comes back byte for byte', async () => {
    const intakeId = await draft();
    const id = await announced(intakeId);
    const parameters = { id };
    for (const operation of ['getDocumentContent', 'getDownloadLink']) {
      expect(await submitter.call(operation, { parameters })).toMatchObject({
        status: 409,
        fields: { code: 'state_conflict' },
      });
    }
    const missing = await submitter.call('completeDocument', { parameters });
    expect(missing).toMatchObject({ status: 409, fields: { code: 'content_missing' } });

    const tooMuch = { ...octets, body: Buffer.alloc(301) };
    expect((await submitter.call('uploadDocumentContent', { parameters, ...tooMuch })).status).toBe(413);
    const far = { ...octets, body: Buffer.alloc(20_000_000) };
    expect((await submitter.call('uploadDocumentContent', { parameters, ...far })).status).toBe(413);
    const otherDigest = { ...parameters, 'Content-Digest': `sha-256=:${'A'.repeat(43)}=:` };
    const damaged = await submitter.call('uploadDocumentContent', { parameters: otherDigest, ...octets });
    expect(codes(damaged)).toEqual(['digest_mismatch']);
    const other = { ...octets, body: Buffer.alloc(300) };
    expect((await submitter.call('uploadDocumentContent', { parameters, ...other })).status).toBe(204);
    const mismatch = await submitter.call('completeDocument', { parameters });
    expect(mismatch).toMatchObject({ status: 409, fields: { code: 'checksum_mismatch' } });

    const right = { ...parameters, 'Content-Digest': digest };
    expect((await submitter.call('uploadDocumentContent', { parameters: right, ...octets })).status).toBe(204);
    const completed = await submitter.call('completeDocument', { parameters });
    expect(completed.fields).toMatchObject({ status: 'available', uploadExpiresAt: null });
    expect((await submitter.call('completeDocument', { parameters })).fields).toEqual(completed.fields);
    const closed = await submitter.call('uploadDocumentContent', { parameters, ...octets });
    expect(closed).toMatchObject({ status: 409, fields: { code: 'state_conflict' } });

    const content = await submitter.call('getDocumentContent', { parameters });
    expect(content.bytes).toEqual(bytes);
    expect(content.headers.get('content-digest')).toBe(digest);
    expect(content.headers.get('content-disposition')).toBe('attachment; filename="site _plan_.pdf"');
    const read = await submitter.call('getDocument', { parameters });
    expect(read.fields).toEqual(completed.fields);
    const etag = read.headers.get('etag') ?? '';
    expect((await submitter.call('getDocument', { parameters: { id, 'If-None-Match': etag } })).status).toBe(304);
    expect(idsIn(await submitter.call('listDocuments', { parameters: { intakeId, status: 'available' } }))).toEqual([
      id,
    ]);
  });

  it('is downloaded for five minutes by a link, which opens nothing else', async () => {
    const intakeId = await draft();
    const [id, other] = [await available(intakeId), await available(intakeId)];
    const link = await submitter.call('getDownloadLink', { parameters: { id } });
    expect(link.headers.get('cache-control')).toBe('no-store');
    const url = new URL(String(link.fields.url));
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(bytes);
    expect((await fetch(String(url).replace(id, other))).status).toBe(401);
    expect((await fetch(String(url).replace('/content', ''))).status).toBe(401);
    now += 5 * 60 * 1000;
    expect((await fetch(url)).status).toBe(401);
  });

  it('expires when its bytes come too late', async () => {
    const id = await announced(await draft());
    now += 60 * 60 * 1000;
    expect((await submitter.call('getDocument', { parameters: { id } })).fields.status).toBe('expired');
    for (const [operation, more] of [
      ['uploadDocumentContent', octets],
      ['completeDocument', {}],
    ] as const) {
      const late = await submitter.call(operation, { parameters: { id }, ...more });
      expect(late).toMatchObject({ status: 409, fields: { code: 'upload_expired' } });
    }
  });

  it('belongs to an intake of the caller, and is uploaded by nobody else', async () => {
    const unknown = await submitter.call('createDocument', { json: announcement('int_0000000000000000') });
    expect(codes(unknown)).toEqual(['unknown_intake']);
    const exchange = await offered();
    const { fields } = await inbox.call('acceptExchange', { parameters: { id: exchange } });
    const [id = ''] = Array.isArray(fields.documentIds) ? fields.documentIds.map(String) : [];
    expect((await inbox.call('getDocumentContent', { parameters: { id } })).bytes).toEqual(bytes);
  });
});

describe('an exchange', () => {
  it('is offered, seen by both, and accepted once', async () => {
    const id = await offered();
    const offer = await submitter.call('getExchange', { parameters: { id } });
    expect(offer.fields).toMatchObject({
      status: 'pending',
      senderId: northgate,
      recipientId: lakeside,
      expiresAt: new Date(now + 14 * 24 * 60 * 60 * 1000).toISOString(),
    });
    expect(
      idsIn(await inbox.call('listExchanges', { parameters: { status: 'pending', senderId: northgate } })),
    ).toContain(id);
    const wrongRole = await submitter.call('acceptExchange', { parameters: { id } });
    expect(wrongRole).toMatchObject({ status: 403, fields: { code: 'wrong_role' } });
    const [documentId = ''] = Array.isArray(offer.fields.documentIds) ? offer.fields.documentIds.map(String) : [];
    expect((await inbox.call('getDocument', { parameters: { id: documentId } })).status).toBe(404);
    const accepted = await inbox.call('acceptExchange', { parameters: { id } });
    expect(accepted.fields).toMatchObject({ status: 'accepted', declineReason: null });
    now += 1000;
    expect((await inbox.call('acceptExchange', { parameters: { id } })).fields).toEqual(accepted.fields);
    const declined = await inbox.call('declineExchange', { parameters: { id }, json: { reason: 'other' } });
    expect(declined).toMatchObject({ status: 409, fields: { code: 'state_conflict' } });
    expect((await inbox.call('getDocument', { parameters: { id: documentId } })).status).toBe(200);
  });

  it('is declined with a reason', async () => {
    const id = await offered();
    const declined = await inbox.call('declineExchange', { parameters: { id }, json: { reason: 'not_expected' } });
    expect(declined.fields).toMatchObject({ status: 'declined', declineReason: 'not_expected' });
    const accepted = await inbox.call('acceptExchange', { parameters: { id } });
    expect(accepted).toMatchObject({ status: 409, fields: { code: 'state_conflict' } });
  });

  it('expires when nobody decides', async () => {
    const id = await offered();
    now += 14 * 24 * 60 * 60 * 1000;
    const late = await inbox.call('acceptExchange', { parameters: { id } });
    expect(late).toMatchObject({ status: 409, fields: { code: 'state_conflict' } });
    expect((await inbox.call('getExchange', { parameters: { id } })).fields.status).toBe('expired');
  });

  it('needs documents that the recipient can read, a recipient, and a time in the next 90 days', async () => {
    const intakeId = await draft();
    const [readable, pending] = [await available(intakeId), await announced(intakeId)];
    const unreadable = await available(intakeId, 'key_01HV3P6FDBXVT6GD');
    const offer = async (more: object) =>
      submitter.call('createExchange', { json: { recipientId: lakeside, documentIds: [readable], ...more } });
    expect(codes(await offer({ documentIds: [pending, 'doc_0000000000000000'] }))).toEqual([
      'document_not_available',
      'unknown_document',
    ]);
    expect((await offer({ documentIds: [unreadable] })).fields.code).toBe('recipient_key_missing');
    expect(codes(await offer({ recipientId: 'prt_0000000000000000' }))).toEqual(['unknown_recipient']);
    const day = 24 * 60 * 60 * 1000;
    for (const expiresAt of [now - day, now + 91 * day]) {
      expect(codes(await offer({ expiresAt: new Date(expiresAt).toISOString() }))).toEqual(['out_of_range']);
    }
  });
});

describe('participants', () => {
  it('are listed by name, with their keys, and with addresses for their own organisation only', async () => {
    const list = await submitter.call('listParticipants', { parameters: { kind: 'organisation', limit: '2' } });
    expect(idsIn(list)).toEqual([harbour, lakeside]);
    const desk = { parameters: { id: 'prt_01HV3RD5WCG8SZVG' } };
    expect((await submitter.call('getParticipant', desk)).fields.email).toBeNull();
    expect((await recipient.call('getParticipant', desk)).fields.email).toMatch(/@/);
    const keys = await submitter.call('listParticipantKeys', { parameters: { id: lakeside, status: 'active' } });
    expect(idsIn(keys)).toEqual([lakesideKey]);
  });
});

describe('audit events', () => {
  it('tell what was done and denied, to the organisations that it concerns', async () => {
    const id = await offered();
    now += 1;
    await submitter.call('acceptExchange', { parameters: { id } });
    const about = { parameters: { resourceId: id, sort: 'occurredAt' } };
    const events = await submitter.call('listAuditEvents', about);
    expect(events.fields.data).toMatchObject([
      { type: 'exchange.created', outcome: 'success', resource: { type: 'exchange', id } },
      { type: 'exchange.accepted', outcome: 'denied', actor: { participantId: northgate } },
    ]);
    expect(idsIn(await stranger.call('listAuditEvents', about))).toEqual([]);
    const [event] = idsIn(events).map(String);
    const one = await submitter.call('getAuditEvent', { parameters: { id: event ?? '' } });
    expect(one.fields).toMatchObject({ id: event, type: 'exchange.created' });
    const between = { occurredAfter: new Date(now).toISOString(), occurredBefore: new Date(now + 1).toISOString() };
    expect(
      idsIn(await submitter.call('listAuditEvents', { parameters: { type: 'exchange.created', ...between } })),
    ).toEqual([]);
  });
});

describe('a webhook subscription', () => {
  it('belongs to one client, shows its secret once, and changes with the ETag that was read', async () => {
    const json = {
      url: 'https://hooks.northgate.example/intake',
      eventTypes: ['intake.submitted'],
      authorization: 'Bearer theirs',
    };
    const created = await submitter.call('createWebhookSubscription', { json });
    const id = idOf(created);
    expect(created.fields.secret).toMatch(/^whsec_/);
    const read = await submitter.call('getWebhookSubscription', { parameters: { id } });
    expect(Object.keys(read.fields)).not.toEqual(expect.arrayContaining(['secret']));
    expect(JSON.stringify(read.fields)).not.toContain('theirs');
    expect(idsIn(await submitter.call('listWebhookSubscriptions', { parameters: { status: 'active' } }))).toContain(id);
    expect(idsIn(await stranger.call('listWebhookSubscriptions'))).toEqual([]);
    const update = { parameters: { id, 'If-Match': '"v1"' }, json: { status: 'paused' } };
    expect((await submitter.call('updateWebhookSubscription', update)).fields.status).toBe('paused');
    expect((await submitter.call('updateWebhookSubscription', update)).status).toBe(412);
    expect((await submitter.call('deleteWebhookSubscription', { parameters: { id } })).status).toBe(204);
    expect((await submitter.call('getWebhookSubscription', { parameters: { id } })).status).toBe(404);
  });

  it('goes to https, and to this machine', async () => {
    const json = { url: 'http://hooks.northgate.example/', eventTypes: ['intake.submitted'] };
    expect(codes(await submitter.call('createWebhookSubscription', { json }))).toEqual(['https_needed']);
  });

  it('is pinged', async () => {
    const json = { url: 'http://localhost:9/', eventTypes: ['exchange.created'] };
    const id = idOf(await submitter.call('createWebhookSubscription', { json }));
    const ping = await submitter.call('pingWebhookSubscription', { parameters: { id } });
    expect(ping).toMatchObject({ status: 202, fields: { subscriptionId: id } });
  });
});

describe('limits and outages', () => {
  it('are announced, and say when to come back', async () => {
    const { platform } = running;
    const { apiKey } = platform.clients.enrol({
      id: 'cli_01HV4G2C6X9A1B4D',
      participantId: northgate,
      scopes: ['documents:write'],
    });
    const busy = clients.with({ 'x-api-key': apiKey });
    const first = await busy.call('createDocument', { json: {} });
    expect(first.headers.get('ratelimit')).toBe('"documents-create";r=59;t=1, "default";r=599;t=1');
    expect(first.headers.get('ratelimit-policy')).toBe('"documents-create";q=60;w=60, "default";q=600;w=60');
    for (let call = 1; call < 60; call += 1) await busy.call('createDocument', { json: {} });
    const refused = await busy.call('createDocument', { json: {} });
    expect(refused).toMatchObject({ status: 429, fields: { code: 'rate_limited' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    now += 1000;
    expect((await busy.call('createDocument', { json: {} })).status).toBe(422);
  });

  it('are answered as the document says, by every operation', async () => {
    const { platform } = running;
    for (const [status, refusal] of [
      [503, 'service_unavailable'],
      [429, 'rate_limited'],
    ] as const) {
      platform.conditions.refusal = new Problem(refusal, 'For this test.', { headers: { 'retry-after': '12' } });
      for (const { id } of platform.document.operations) {
        const answer = await submitter.call(id, { parameters: { id: 'x' } });
        expect({ id, status: answer.status, retryAfter: answer.headers.get('retry-after') }).toEqual({
          id,
          status,
          retryAfter: '12',
        });
      }
    }
    delete platform.conditions.refusal;
    expect((await submitter.call('getHealth')).fields.status).toBe('ok');
  });
});

describe('the examples of the document', () => {
  let filled: RunningPlatform;
  beforeAll(async () => {
    filled = await startPlatform({ examples: true });
  });
  afterAll(() => filled.close());

  it('can be called as they stand, where the platform was started with them', async () => {
    const { apiKey } = filled.credentials['northgate-uploads'];
    const known = documentedClients(filled.url).with({ 'x-api-key': apiKey });
    const document = readDocument();
    const reads = document.operations.filter(({ method, path }) => method === 'GET' && path.includes('{id}'));
    const statuses: string[] = [];
    for (const { id, path } of reads) {
      const { example } = Object(document.at(`/paths/${path.replaceAll('/', '~1')}/parameters/0`));
      statuses.push(`${id} ${(await known.call(id, { parameters: { id: String(example) } })).status}`);
    }
    // The example document is waiting for its bytes.
    const waiting = ['getDocumentContent 409', 'getDownloadLink 409'];
    expect(statuses.filter((status) => !status.endsWith(' 200'))).toEqual(waiting);
    expect(statuses.length).toBeGreaterThan(8);
  });

  it.each([
    ['createDocument', '/paths/~1documents/post', 'oneRecipient'],
    ['createExchange', '/paths/~1exchanges/post', 'twoWeeks'],
  ])('can be sent: %s', async (id, place, example) => {
    const { apiKey } = filled.credentials['northgate-uploads'];
    const known = documentedClients(filled.url).with({ 'x-api-key': apiKey });
    const body = Object(readDocument().at(`${place}/requestBody/content/application~1json/examples/${example}/value`));
    // The time to decide that stands in the example has passed since.
    const { expiresAt: _passed, ...json } = body;
    expect((await known.call(id, { json })).status).toBe(201);
  });
});

describe('the document', () => {
  it('has no answer that was not seen here', () => {
    const documented = readDocument().operations.flatMap(({ id, responses }) =>
      [...responses.keys()].map((status) => `${id} ${status}`),
    );
    expect(documented.filter((answer) => !clients.seen.has(answer))).toEqual([]);
  });
});
