/** That a case is handed over once, whatever the platform does on the way. Against servers that misbehave, and the platform itself. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningPlatform, startPlatform } from '../../platform/start.ts';
import { type ScriptEntry, type ScriptedServer, scriptedServer } from '../../testing/scripted-server.ts';
import { type Case, type Uploads, uploads } from './client.ts';

const bytes = Buffer.from('ciphertext');
const toHandOver: Case = {
  reference: 'NG-1',
  recipientId: 'prt_01HV3PBHEG79FAMF',
  subject: 'Site 42',
  document: {
    fileName: 'plan.pdf',
    mediaType: 'application/pdf',
    bytes,
    encryption: {
      algorithm: 'AES-256-GCM',
      iv: 'S-SBkbigkSnr86l7',
      tag: '8nQoc1NnZSpHItTIdxACgQ',
      wrappedKeys: [{ algorithm: 'RSA-OAEP-256', recipientKeyId: 'key_01HV3P6FDBXVT6GD', wrappedKey: 'k'.repeat(43) }],
    },
  },
};

const made = (id: string): ScriptEntry => ({ status: 201, json: { id } });
const done: ScriptEntry = { status: 204 };
const busy = (status: number, seconds: string): ScriptEntry => ({ status, headers: { 'retry-after': seconds } });
const problem = (status: number, code: string): ScriptEntry => ({ status, json: { code, detail: `It is ${code}.` } });
const submitted: ScriptEntry = { status: 200, json: { submittedAt: '2026-03-02T09:20:05Z' } };

let server: ScriptedServer | undefined;
let platform: RunningPlatform | undefined;
let pauses: number[] = [];
afterEach(async () => {
  await server?.close();
  await platform?.close();
  server = undefined;
  platform = undefined;
  pauses = [];
});

const uploadsTo = (baseUrl: string, apiKey = 'key'): Uploads =>
  uploads({ baseUrl, apiKey, sleep: async (ms) => void pauses.push(ms), jitter: () => 1, answerMs: 2000 });

async function handOver(...script: ScriptEntry[]) {
  await server?.close();
  server = await scriptedServer(...script);
  return uploadsTo(server.url).handOver(toHandOver);
}

describe('the uploads', () => {
  it('wait as long as the platform says, and repeat the same intention', async () => {
    const script = [busy(503, '7'), made('int_1'), busy(429, '12'), made('doc_1'), done, { status: 200 }, submitted];
    expect(await handOver(...script)).toMatchObject({ kind: 'handed over', intakeId: 'int_1' });
    expect(pauses).toEqual([7000, 12_000]);
    const keys = server?.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys?.slice(0, 4)).toEqual(['intake-NG-1', 'intake-NG-1', 'document-NG-1', 'document-NG-1']);
    const [first, second] = server?.requests ?? [];
    expect(second?.body).toBe(first?.body);
  });

  it('wait longer each time where the platform does not say how long', async () => {
    const script: ScriptEntry[] = ['reset', 'silence', { status: 500 }, { status: 502 }, made('int_1'), made('doc_1')];
    expect(await handOver(...script, done, { status: 200 }, submitted)).toMatchObject({ kind: 'handed over' });
    expect(pauses).toEqual([1000, 2000, 4000, 8000]);
  });

  it('leave a case for the next run after five attempts', async () => {
    expect(await handOver({ status: 500 })).toEqual({
      kind: 'waiting',
      notice: 'The platform answered 500. Tried 5 times; the next run goes on.',
    });
    expect(server?.requests).toHaveLength(5);
  });

  it('do not repeat what was refused, and say why to a person', async () => {
    expect(await handOver(problem(422, 'validation_failed'))).toEqual({
      kind: 'rejected',
      code: 'validation_failed',
      notice: 'It is validation_failed.',
    });
    expect(server?.requests).toHaveLength(1);
    expect(await handOver({ status: 403, text: 'no JSON' })).toEqual({
      kind: 'rejected',
      code: '403',
      notice: 'The platform answered 403.',
    });
  });

  it('wait for a first attempt that is still running', async () => {
    const script = [
      problem(409, 'request_in_progress'),
      made('int_1'),
      made('doc_1'),
      done,
      { status: 200 },
      submitted,
    ];
    expect(await handOver(...script)).toMatchObject({ kind: 'handed over' });
    expect(pauses).toEqual([1000]);
  });

  it('hand a case over once, however often they run', async () => {
    platform = await startPlatform();
    const { apiKey } = platform.credentials['northgate-uploads'];
    const first = await uploadsTo(platform.url, apiKey).handOver(toHandOver);
    const second = await uploadsTo(platform.url, apiKey).handOver(toHandOver);
    expect(first).toMatchObject({ kind: 'handed over' });
    expect(second).toEqual(first);
    const { intakes, documents, contents } = platform.platform.store;
    expect(intakes.all().map(({ status }) => status)).toEqual(['submitted']);
    expect(documents.all().map(({ status, checksum }) => [status, checksum.value])).toEqual([
      ['available', createHash('sha256').update(bytes).digest('hex')],
    ]);
    expect([...contents.values()].map(Buffer.from)).toEqual([bytes]);
  }, 30_000);
});
