/**
 * A partner's first script, without any contract test: hands an intake over with an encrypted document. Run against a sandbox by
 * `stunt contract record`, what it does becomes its contract. Ends with 1 where a call is not answered as it needs.
 */
import { createHash, randomUUID } from 'node:crypto';

const { STUNT_URL: base = '', API_KEY: key = '' } = process.env;
const recipient = 'prt_01HV3PBHEG79FAMF';
const ciphertext = `encrypted by me at ${new Date().toISOString()}`;

interface Sent {
  readonly json?: object;
  readonly bytes?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected?: number;
}

/** What the script reads of answers: of each some. */
interface Answered {
  readonly id: string;
  readonly etag: string;
  readonly externalReference: string;
  readonly data: readonly { readonly id: string; readonly algorithm: string; readonly jwk: object }[];
  readonly page: { readonly nextCursor: string };
}

async function send(line: string, { json, bytes, headers, expected = 200 }: Sent = {}): Promise<Answered> {
  const [method = '', path = ''] = line.split(' ');
  const type = json ? 'application/json' : bytes === undefined ? undefined : 'application/octet-stream';
  const answer = await fetch(base + path, {
    method,
    headers: { 'x-api-key': key, ...(type && { 'content-type': type }), ...headers },
    ...(type && { body: bytes ?? JSON.stringify(json) }),
  });
  const text = await answer.text();
  if (answer.status !== expected) throw new Error(`${line} was answered ${answer.status}: ${text}`);
  const read: Answered = JSON.parse(/json/.test(answer.headers.get('content-type') ?? '') ? text : '{}');
  return { ...read, etag: answer.headers.get('etag') ?? '' };
}

const once = (): Readonly<Record<string, string>> => ({ 'idempotency-key': randomUUID() });

await send('GET /intakes?status=draft&limit=20');
await send(`GET /participants/${recipient}`);
const [publicKey] = (await send(`GET /participants/${recipient}/keys`)).data;
if (!publicKey) throw new Error('the recipient has no key');
const intake = await send('POST /intakes', {
  json: {
    ...{ recipientId: recipient, category: 'application', subject: `Request of ${randomUUID()}` },
    ...{ externalReference: `REF-${Date.now()}`, metadata: { clerk: 'Ada Lovelace' } },
  },
  headers: once(),
  expected: 201,
});
await send(`GET /intakes?externalReference=${intake.externalReference}`);
await send('GET /intakes?externalReference=REF-NONE');
await send(`GET /intakes/${intake.id}`, { headers: { 'if-none-match': intake.etag }, expected: 304 });
await send(`PATCH /intakes/${intake.id}`, { json: { priority: 'high' }, headers: { 'if-match': intake.etag } });
const second = await send('POST /intakes', {
  json: { recipientId: recipient, category: 'application', subject: 'Another' },
  headers: once(),
  expected: 201,
});
const page = await send('GET /intakes?category=application&limit=1');
await send(`GET /intakes?category=application&limit=1&cursor=${encodeURIComponent(page.page.nextCursor)}`);
await send(`GET /intakes/${second.id}`);
const document = await send('POST /documents', {
  json: {
    ...{ intakeId: intake.id, fileName: 'lovelace.pdf', mediaType: 'application/pdf', sizeBytes: ciphertext.length },
    checksum: { algorithm: 'sha-256', value: createHash('sha256').update(ciphertext).digest('hex') },
    encryption: {
      ...{ algorithm: 'AES-256-GCM', iv: 'S-SBkbigkSnr86l7', tag: '8nQoc1NnZSpHItTIdxACgQ' },
      wrappedKeys: [
        {
          ...{ algorithm: publicKey.algorithm, recipientKeyId: publicKey.id },
          wrappedKey: 'JkdTQ_ky_3CkkcSIfM-1roedWKq_2y_pC0vlfGMcZFO86UYWsKWZSw',
          ephemeralKey: { ...publicKey.jwk },
        },
      ],
    },
  },
  headers: once(),
  expected: 201,
});
await send(`PUT /documents/${document.id}/content`, { bytes: ciphertext, expected: 204 });
await send(`POST /documents/${document.id}/complete`);
await send(`GET /documents/${document.id}/content`);
await send(`POST /intakes/${intake.id}/submit`);
await send(`GET /intakes/${intake.id}`);
await send('POST /exchanges', {
  json: { recipientId: recipient, documentIds: [document.id] },
  headers: once(),
  expected: 201,
});
const hook = await send('POST /webhook-subscriptions', {
  json: { url: 'https://hooks.lovelace.example/in', eventTypes: ['intake.submitted'] },
  headers: once(),
  expected: 201,
});
await send(`DELETE /webhook-subscriptions/${hook.id}`, { expected: 204 });
await send(`GET /webhook-subscriptions/${hook.id}`, { expected: 404 });
await send('POST /intakes', { json: {}, expected: 422 });
