import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createEngine, type Engine } from '../../engine.ts';
import { loadDocument } from '../../load/load-document.ts';
import { documentOf, engineOf, send } from '../../testing/engine-of.ts';
import { manualClock } from '../../time/clock.ts';
import { inspectTransitions } from './find-transition.ts';

const invoices = (pay: string, link = '') => `
openapi: 3.1.0
info: { title: Invoices, version: '1' }
paths:
  /invoices:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Invoice' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Invoice' } } } } }
  /invoices/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Invoice' } } } } }
  /invoices/{id}/link:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      ${link}
      responses: { '200': { description: a link, content: { application/json: { schema: { type: object, properties: { href: { type: string } } } } } } }
  /invoices/{id}/pay:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    post:
      requestBody: { content: { application/json: { schema: { type: object } } } }
      ${pay}
      responses:
        '200':
          description: a receipt
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Receipt' }
              example: { invoice: in_1, total: 5, by: nobody, dueOn: '2020-01-01', dueAt: 5, issuer: Example Ltd. }
components:
  schemas:
    Invoice:
      type: object
      required: [id, total]
      properties: { id: { type: string, readOnly: true }, total: { type: integer }, paid: { type: boolean, readOnly: true } }
    Receipt:
      type: object
      required: [invoice, total]
      properties:
        invoice: { type: string }
        total: { type: integer }
        by: { type: [string, 'null'] }
        dueOn: { type: string, format: date }
        dueAt: { type: integer }
        issuer: { type: string }
`;
const JSON_BODY = { 'content-type': 'application/json' };
const PAY = `x-stunt-transition:
        resource: /invoices/{id}
        set: { paid: true }
        answer: { invoice: $item#/id, total: $item#/total, by: $request.body#/by/name, dueOn: $now+2d, dueAt: $now+1m }`;
const LINK = 'x-stunt-transition: { resource: "/invoices/{id}", answer: { href: "$link/invoices/{id}" } }';

const idIn = (json: unknown): string => String(Object(json).id);
const made = async (engine: Engine): Promise<string> =>
  idIn((await send(engine, 'POST /invoices', JSON_BODY, '{"total":84}')).json);

describe('an answer that says something of its item', () => {
  it('has what the transition names, and for the rest what the document shows', async () => {
    const engine = await engineOf(invoices(PAY), { clock: { now: () => 1_800_000_000_000, sleep: async () => {} } });
    const id = await made(engine);
    const receipt = await send(engine, `POST /invoices/${id}/pay`, JSON_BODY, '{"by":{"name":"Ada"}}');
    expect(receipt).toMatchObject({ status: 200, headers: { 'stunt-source': 'stored' } });
    expect(receipt.json).toEqual({
      ...{ invoice: id, total: 84, by: 'Ada', dueOn: '2027-01-17', dueAt: 1_800_000_060, issuer: 'Example Ltd.' },
    });
    expect((await send(engine, `GET /invoices/${id}`)).json).toMatchObject({ id, total: 84, paid: true });
    expect((await send(engine, 'POST /invoices/never/pay?__example=x', JSON_BODY, '{}')).status).toBe(404);
  });

  it.each([
    ['/~acme', 'http://localhost/~acme/invoices/a%20b'],
    ['', 'http://localhost/invoices/a%20b'],
  ])('links to another path where it was asked: below "%s"', async (prefix, href) => {
    const engine = await engineOf(invoices('', LINK), { sandboxes: [{ name: 'acme', auth: 'off' }] });
    expect((await send(engine, `GET ${prefix}/invoices/a%20b/link?x=/y`)).json).toEqual({ href });
    const proxied = await engineOf(invoices('', LINK), { publicUrl: 'https://sandbox.example.com/' });
    expect((await send(proxied, 'GET /invoices/7/link')).json).toEqual({
      href: 'https://sandbox.example.com/invoices/7',
    });
  });

  it('is answered as without it where nothing is kept', async () => {
    const [kept, stateless] = [await engineOf(invoices('', '')), await engineOf(invoices('', LINK), { state: false })];
    const [one, other] = [kept, stateless].map((engine) => send(engine, 'GET /invoices/7/link'));
    expect((await other)?.text).toBe((await one)?.text);
  });

  it.each([
    ['{ answer: { a: $item/x } }', '/answer/a', 'a is "$item/x"; allowed: a value, $now, $now+5m, $item# or'],
    ['{ set: { a: $item#/x } }', '/set/a', 'a is "$item#/x"; allowed: a value, $now, $now+5m, or $request.body#'],
    ['{ answer: { a: $now+5 } }', '/answer/a', 'a is "$now+5"'],
    ['{ answer: { a: "$link/invoices/{no}" } }', '/answer/a', '/invoices/{no} is no path with GET'],
    ['{ answer: [] }', '/answer', 'answer is []; allowed: fields and their values'],
  ])('is a finding where it cannot be read: %s', async (broken, place, message) => {
    const transition = `x-stunt-transition: ${broken.replace('{', '{ resource: "/invoices/{id}",')}`;
    const [finding] = inspectTransitions(await documentOf(invoices(transition)));
    expect(finding?.pointer).toBe(`/paths/~1invoices~1{id}~1pay/post/x-stunt-transition${place}`);
    expect(finding?.message).toContain(message);
  });
});

describe('the download link of the platform', () => {
  const bytes = 'sealed';
  const value = createHash('sha256').update(bytes).digest('hex');
  let engine: Engine;
  let clock: ReturnType<typeof manualClock>;
  let key: Record<string, string>;
  beforeEach(async () => {
    clock = manualClock(Date.UTC(2026, 2, 2));
    engine = createEngine({
      documents: [await loadDocument('contracts/platform/openapi.yaml')],
      sandboxes: ['acme', 'other'],
      clock,
    });
    key = { 'x-api-key': engine.registry.get('acme')?.credentials.apiKey ?? '' };
  });

  /** A document whose bytes were uploaded. */
  const uploaded = async (): Promise<string> => {
    const announced = {
      intakeId: 'int_01KJQ7K0FPY2Y414',
      fileName: 'plan.pdf',
      mediaType: 'application/pdf',
      sizeBytes: bytes.length,
      checksum: { algorithm: 'sha-256', value },
      encryption: {
        algorithm: 'AES-256-GCM',
        iv: 'S-SBkbigkSnr86l7',
        tag: '8nQoc1NnZSpHItTIdxACgQ',
        wrappedKeys: [
          { algorithm: 'RSA-OAEP-256', recipientKeyId: 'key_01HV3RG1JZESVV2C', wrappedKey: 'a'.repeat(342) },
        ],
      },
    };
    const body = JSON.stringify(announced);
    const id = idIn((await send(engine, 'POST /~acme/documents', { ...key, ...JSON_BODY }, body)).json);
    expect((await send(engine, `GET /~acme/documents/${id}/download`, key)).status).toBe(409);
    const binary = { ...key, 'content-type': 'application/octet-stream' };
    await send(engine, `PUT /~acme/documents/${id}/content`, binary, bytes);
    await send(engine, `POST /~acme/documents/${id}/complete`, key);
    return id;
  };
  /** The target of the link that the sandbox hands out. */
  const linked = async (id: string, base = '/~acme'): Promise<string> => {
    const { status, json } = await send(engine, `GET ${base}/documents/${id}/download`, key);
    expect([status, Object(json).documentId]).toEqual([200, id]);
    const { origin, pathname, search } = new URL(Object(json).url);
    expect(origin).toBe('http://localhost');
    return pathname + search;
  };
  const status = async (target: string, method = 'GET'): Promise<number> =>
    (await send(engine, `${method} ${target}`)).status;

  it('brings the bytes that were uploaded to whoever follows it, and says what to check them against', async () => {
    const id = await uploaded();
    const { json } = await send(engine, `GET /~acme/documents/${id}/download`, key);
    expect(json).toEqual({
      documentId: id,
      url: expect.stringMatching(
        new RegExp(`^http://localhost/~acme/documents/${id}/content\\?grant=lg_\\w+_[\\w-]{43}$`),
      ),
      expiresAt: new Date(clock.now() + 300_000).toISOString(),
      sizeBytes: bytes.length,
      checksum: { algorithm: 'sha-256', value },
    });
    expect(await send(engine, `GET ${await linked(id)}`)).toMatchObject({ status: 200, text: bytes });
    expect(await send(engine, `GET ${await linked(id, '/~acme/v1')}`)).toMatchObject({ status: 200, text: bytes });
  });

  it('works for documents that nobody wrote', async () => {
    expect(await status(await linked('doc_01KJQ730XNKVNWFT'))).toBe(200);
  });

  it('opens nothing else: no other document, operation or sandbox, and nothing where a character of it is another', async () => {
    const [id, other] = [await uploaded(), await uploaded()];
    const target = await linked(id);
    expect(await status(target, 'HEAD')).toBe(200);
    const [path, grant = ''] = target.split('?');
    for (const wrong of [
      target.replace(id, other),
      target.replace('/~acme', '/~other'),
      target.replace('/content', ''),
      target.replace('/content', '/download'),
      `${path}?${grant.slice(0, -1)}${grant.endsWith('A') ? 'B' : 'A'}`,
      `${path}?${grant.replace('lg_', 'lg_z')}`,
      `${path}?grant=lg__`,
      `${path}?grant=iSSknLf6JY9Kod3TphZ_orRXHgi3t7ui`,
      `${path}?${grant}&${grant}`,
      `${path}`,
    ])
      expect([wrong, await status(wrong)]).toEqual([wrong, 401]);
    expect(await status(target, 'PUT')).toBe(401);
  });

  it('is over after five minutes of the sandbox, and with its keys', async () => {
    const id = await uploaded();
    const first = await linked(id);
    engine.clocks.advance('acme', 299_999);
    expect(await status(first)).toBe(200);
    engine.clocks.advance('acme', 1);
    expect(await status(first)).toBe(401);
    const second = await linked(id);
    expect(await status(second)).toBe(200);
    engine.registry.rotateKeys('acme');
    expect(await status(second)).toBe(401);
  });
});
