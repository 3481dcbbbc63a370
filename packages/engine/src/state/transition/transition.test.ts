import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createEngine, type Engine } from '../../engine.ts';
import { loadDocument } from '../../load/load-document.ts';
import type { StateChange } from '../../state-change.ts';
import { documentOf, engineOf, send } from '../../testing/engine-of.ts';
import { inspectTransitions } from './find-transition.ts';

const KEY = { 'x-api-key': 'key_12345678', 'content-type': 'application/json' };
const INTAKE = JSON.stringify({ recipientId: 'prt_01HV3PBHEG79FAMF', category: 'other', subject: 'A case' });

/** Announced; whose, and which bytes, is said beside it. */
const DOCUMENT = {
  fileName: 'plan.pdf',
  mediaType: 'application/pdf',
  encryption: {
    algorithm: 'AES-256-GCM',
    iv: 'S-SBkbigkSnr86l7',
    tag: '8nQoc1NnZSpHItTIdxACgQ',
    wrappedKeys: [{ algorithm: 'RSA-OAEP-256', recipientKeyId: 'key_01HV3RG1JZESVV2C', wrappedKey: 'a'.repeat(342) }],
  },
};

const orders = (transition: string) => `
openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody: { content: { application/json: { schema: { type: object, properties: { note: { type: string } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
    get:
      responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } }
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /orders/{id}/ship:
    post:
      operationId: ship
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { type: object } } } }
      ${transition}
      responses:
        '200': { description: shipped, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
components:
  schemas:
    Order:
      type: object
      required: [id, status]
      properties:
        id: { type: string, readOnly: true }
        status: { type: string, enum: [new, shipped, lost], readOnly: true, default: new }
        note: { type: string }
        carrier: { type: [string, 'null'], readOnly: true }
        shippedAt: { type: [string, 'null'], format: date-time, readOnly: true }
`;

const SHIP =
  'x-stunt-transition: { resource: "/orders/{id}", from: { status: [new] }, set: { status: shipped, shippedAt: $now, carrier: "$request.body#/by/name" } }';

const idOf = (json: unknown): string =>
  typeof json === 'object' && json !== null && 'id' in json ? String(json.id) : '';

function heard(engine: Engine): StateChange[] {
  const changes: StateChange[] = [];
  engine.changes.watch((change) => void changes.push(change));
  return changes;
}

const created = async (engine: Engine): Promise<string> =>
  idOf((await send(engine, 'POST /orders', KEY, '{"note":"a"}')).json);

describe('transitions', () => {
  it('change what a read says from then on, with the time and values of the body', async () => {
    const engine = await engineOf(orders(SHIP), { clock: { now: () => 1_800_000_000_000, sleep: async () => {} } });
    const id = await created(engine);
    const shipped = await send(engine, `POST /orders/${id}/ship`, KEY, '{"by":{"name":"Mail"}}');
    expect(shipped).toMatchObject({ status: 200, json: { id, status: 'shipped', carrier: 'Mail', note: 'a' } });
    const read = await send(engine, `GET /orders/${id}`);
    expect(read.json).toEqual(shipped.json);
    expect(read.json).toMatchObject({ shippedAt: '2027-01-15T08:00:00.000Z' });
  });

  it('set null where the body has no such value', async () => {
    const engine = await engineOf(orders(SHIP));
    const shipped = await send(engine, `POST /orders/${await created(engine)}/ship`, KEY, '{}');
    expect(shipped.json).toMatchObject({ status: 'shipped', carrier: null });
  });

  it('answer unchanged and tell nothing where the item is what they make of it', async () => {
    const engine = await engineOf(orders(SHIP));
    const id = await created(engine);
    const first = await send(engine, `POST /orders/${id}/ship`, KEY, '{"by":{"name":"Mail"}}');
    const changes = heard(engine);
    const again = await send(engine, `POST /orders/${id}/ship`, KEY, '{"by":{"name":"Other"}}');
    expect(again.json).toEqual(first.json);
    expect(changes).toEqual([]);
  });

  it('refuse from another state, and change nothing', async () => {
    const engine = await engineOf(orders(SHIP.replace('[new]', '[lost]')));
    const id = await created(engine);
    const refused = await send(engine, `POST /orders/${id}/ship`, KEY, '{}');
    expect(refused).toMatchObject({ status: 409, json: { code: 'STATE_CONFLICT' } });
    expect(refused.text).toContain('status of the /orders/{id} is \\"new\\"; allowed: \\"lost\\".');
    expect((await send(engine, `GET /orders/${id}`)).json).toMatchObject({ status: 'new' });
  });

  it('guard a change and a removal with the states that allow them', async () => {
    const engine = createEngine({ documents: [await loadDocument('contracts/platform/openapi.yaml')] });
    const id = idOf((await send(engine, 'POST /intakes', KEY, INTAKE)).json);
    const patch = (subject: string) => send(engine, `PATCH /intakes/${id}`, KEY, JSON.stringify({ subject }));
    expect(await patch('Another')).toMatchObject({ status: 200, json: { subject: 'Another', status: 'draft' } });
    await send(engine, `POST /intakes/${id}/submit`, KEY);
    const changes = heard(engine);
    expect(await patch('A third')).toMatchObject({ status: 409, json: { code: 'state_conflict' } });
    expect(await send(engine, `DELETE /intakes/${id}`, KEY)).toMatchObject({ status: 409 });
    expect((await send(engine, `GET /intakes/${id}`, KEY)).json).toMatchObject({ subject: 'Another' });
    expect(changes).toEqual([]);
    const other = idOf((await send(engine, 'POST /intakes', KEY, INTAKE)).json);
    expect((await send(engine, `DELETE /intakes/${other}`, KEY)).status).toBe(204);
    expect((await send(engine, `DELETE /intakes/${other}`, KEY)).status).toBe(404);
  });

  it('refuse while other items that belong to the item are not as they have to be', async () => {
    const requires = '{ /orders: { where: { note: note }, state: { status: [shipped] } } }';
    const engine = await engineOf(orders(SHIP.replace('set:', `requires: ${requires}, set:`)), { sandboxes: ['acme'] });
    const [first, second] = [await created(engine), await created(engine)];
    await send(engine, 'POST /~acme/orders', KEY, '{"note":"a"}');
    const changes = heard(engine);
    const refused = await send(engine, `POST /orders/${second}/ship`, KEY, '{}');
    expect(refused).toMatchObject({ status: 409, json: { code: 'STATE_CONFLICT' } });
    expect(refused.text).toContain(`status of ${first} of /orders is \\"new\\"; allowed: \\"shipped\\".`);
    expect(changes).toEqual([]);
  });

  it('belong to one sandbox', async () => {
    const engine = await engineOf(orders(SHIP), { sandboxes: ['acme'] });
    const before = await send(engine, 'GET /~acme/orders/1');
    await send(engine, 'POST /orders/1/ship', KEY, '{}');
    expect((await send(engine, 'GET /~acme/orders/1')).json).toEqual(before.json);
  });

  it('are findings where they cannot be read, with pointer and what is allowed', async () => {
    const broken =
      'x-stunt-transition: { resource: "/order/{no}", from: { status: [] }, set: { at: $later }, emits: [] }';
    const findings = inspectTransitions(await documentOf(orders(broken)));
    expect(
      findings.map(({ pointer }) => pointer?.replace('/paths/~1orders~1{id}~1ship/post/x-stunt-transition', '')),
    ).toEqual(['/emits', '/from/status', '/set/at']);
    expect(findings[2]?.message).toContain(
      'at is "$later"; allowed: a value, $now, $now+5m, or $request.body# and a JSON pointer',
    );
    const unread = 'x-stunt-transition: { resource: "/orders/{id}", uploaded: "/orders/{id}/label" }';
    expect(inspectTransitions(await documentOf(orders(unread))).map(({ message }) => message)).toEqual([
      'x-stunt-transition of POST /orders/{id}/ship: /orders/{id}/label is no path with GET and PUT, or GET and POST',
    ]);
    const needs = (requires: string) =>
      `x-stunt-transition: { resource: "/orders/{id}", requires: ${requires}, set: { status: shipped } }`;
    for (const [requires, place, message] of [
      ['{ orders: 5 }', '/requires/orders', '"orders" is no path of a collection'],
      ['{ /orders: {} }', '/requires/~1orders', '/orders is {}; allowed: state, and where'],
      [
        '{ /orders: { state: { status: [] } } }',
        '/requires/~1orders/state/status',
        'status is []; allowed: a value or',
      ],
      ['{ /orders: { state: { a: 1 }, where: { a: 1 } } }', '/requires/~1orders/where/a', 'a is 1; allowed: the name'],
      ['{ /lines: { state: { a: 1 } } }', '/requires/~1lines', '/lines is no path with GET and POST'],
    ] as const) {
      const [finding] = inspectTransitions(await documentOf(orders(needs(requires))));
      expect(finding?.pointer).toBe(`/paths/~1orders~1{id}~1ship/post/x-stunt-transition${place}`);
      expect(finding?.message).toContain(message);
    }
    const lost = 'x-stunt-transition: { resource: "/order/{no}", emit: [order.shipped] }';
    expect(inspectTransitions(await documentOf(orders(lost))).map(({ message }) => message)).toEqual([
      'x-stunt-transition of POST /orders/{id}/ship: /order/{no} is no path with GET; allowed: /orders/{id}',
      'x-stunt-transition of POST /orders/{id}/ship: {no} is no path parameter of the action',
      'x-stunt-transition of POST /orders/{id}/ship: "order.shipped" is no webhook of the document; allowed: ',
    ]);
  });

  it('that are broken leave the action as without one', async () => {
    const engine = await engineOf(orders('x-stunt-transition: { set: 5 }'));
    expect(await send(engine, 'POST /orders/1/ship', KEY, '{}')).toMatchObject({ status: 200 });
  });
});

describe('actions without a transition', () => {
  it('answer with the item that was written', async () => {
    const engine = await engineOf(orders(''));
    const id = await created(engine);
    const shipped = await send(engine, `POST /orders/${id}/ship`, KEY, '{}');
    expect(shipped.json).toMatchObject({ id, note: 'a', status: 'new' });
  });

  it('are answered as without state where nobody wrote the item', async () => {
    const engine = await engineOf(orders(''));
    const stateless = await engineOf(orders(''), { state: false });
    await created(engine);
    const [ours, theirs] = await Promise.all(
      [engine, stateless].map((each) => send(each, 'POST /orders/never/ship', KEY, '{}')),
    );
    expect(ours?.text).toBe(theirs?.text);
  });
});

describe('the transitions of the platform', () => {
  it('submit an intake once, and tell of it', async () => {
    const engine = createEngine({ documents: [await loadDocument('contracts/platform/openapi.yaml')] });
    expect(engine.mounts.flatMap(({ document }) => inspectTransitions(document))).toEqual([]);
    const id = idOf((await send(engine, 'POST /intakes', KEY, INTAKE)).json);
    expect(id).toMatch(/^int_/);
    const changes = heard(engine);
    const submitted = await send(engine, `POST /intakes/${id}/submit`, KEY);
    expect(submitted).toMatchObject({ status: 200, json: { id, status: 'submitted', subject: 'A case' } });
    expect((await send(engine, `GET /intakes/${id}`, KEY)).json).toEqual(submitted.json);
    expect((await send(engine, `POST /intakes/${id}/submit`, KEY)).json).toEqual(submitted.json);
    expect(changes).toMatchObject([{ kind: 'updated', resource: '/intakes/{id}', id, emit: ['intake.submitted'] }]);
  });

  it('submit an intake once all its documents are complete, and say with the code of the document that one is not', async () => {
    const engine = createEngine({ documents: [await loadDocument('contracts/platform/openapi.yaml')] });
    const intake = async (): Promise<string> => idOf((await send(engine, 'POST /intakes', KEY, INTAKE)).json);
    const [id, other] = [await intake(), await intake()];
    const bytes = 'sealed';
    const value = createHash('sha256').update(bytes).digest('hex');
    const announced = async (intakeId: string): Promise<string> => {
      const body = { ...DOCUMENT, intakeId, sizeBytes: bytes.length, checksum: { algorithm: 'sha-256', value } };
      return idOf((await send(engine, 'POST /documents', KEY, JSON.stringify(body))).json);
    };
    const [first, discarded] = [await announced(id), await announced(id)];
    await announced(other);
    const submitted = () => send(engine, `POST /intakes/${id}/submit`, KEY);
    expect(await submitted()).toMatchObject({ status: 409, json: { code: 'documents_incomplete' } });
    expect((await submitted()).json).toMatchObject({ detail: expect.stringContaining(`${first} of /documents`) });
    expect((await send(engine, `GET /intakes/${id}`, KEY)).json).toMatchObject({ status: 'draft' });
    const upload = { ...KEY, 'content-type': 'application/octet-stream' };
    expect((await send(engine, `PUT /documents/${first}/content`, upload, bytes)).status).toBe(204);
    expect((await send(engine, `POST /documents/${first}/complete`, KEY)).status).toBe(200);
    expect((await submitted()).json).toMatchObject({ detail: expect.stringContaining(`${discarded} of /documents`) });
    await send(engine, `PUT /documents/${discarded}/content`, upload, bytes);
    await send(engine, `POST /documents/${discarded}/complete`, KEY);
    expect(await submitted()).toMatchObject({ status: 200, json: { status: 'submitted' } });
    // What the document shows of its own intake counts as complete.
    const shown = await send(engine, 'POST /intakes/int_01KJQ7K0FPY2Y414/submit', KEY);
    expect(shown).toMatchObject({ status: 200, json: { status: 'submitted' } });
  });

  it('refuse to decline what was accepted, in the shape of the document', async () => {
    const engine = createEngine({ documents: [await loadDocument('contracts/platform/openapi.yaml')] });
    const accepted = await send(engine, 'POST /exchanges/exc_01KJQASX8E25EABN/accept', KEY);
    expect(accepted).toMatchObject({ status: 200, json: { status: 'accepted' } });
    const declined = await send(engine, 'POST /exchanges/exc_01KJQASX8E25EABN/decline', KEY, '{"reason":"other"}');
    expect(declined).toMatchObject({ status: 409, headers: { 'content-type': 'application/problem+json' } });
    expect((await send(engine, 'GET /exchanges/exc_01KJQASX8E25EABN', KEY)).json).toMatchObject({ status: 'accepted' });
  });
});
