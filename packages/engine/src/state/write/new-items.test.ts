import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../../engine.ts';
import { engineOf, type Seen, send } from '../../testing/engine-of.ts';

/** What a new item is like where the document makes its values up, and what becomes of names that answers show as things. */

const json = { 'content-type': 'application/json' };
const post = (engine: Engine, path: string, body: unknown): Promise<Seen> =>
  send(engine, `POST ${path}`, json, JSON.stringify(body));

const ORDERS = `
openapi: 3.1.0
info: { title: orders, version: 1.0.0 }
paths:
  /orders:
    get: { operationId: list, responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } }
    post:
      operationId: create
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                active: { type: boolean }
                tags: { type: array, items: { type: string } }
                metadata: { type: object, additionalProperties: { type: string } }
                assignees: { type: array, items: { type: string } }
                milestone: { type: integer }
                lines: { type: array, items: { type: object, properties: { price: { type: string }, quantity: { type: integer } } } }
                returnUrl: { type: string }
      responses:
        '201':
          description: made
          content:
            application/json:
              schema:
                type: object
                required: [id, returnUrl, linkExpiresAt]
                properties:
                  id: { type: string }
                  returnUrl: { type: string, example: 'https://example.com/usual' }
                  linkExpiresAt: { type: string, format: date-time, example: '2022-01-11T13:53:18Z' }
                  order_state: { $ref: '#/components/schemas/State' }
                  client_secret: { type: string }
  /orders/{order}:
    get:
      operationId: read
      parameters: [{ name: order, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
components:
  schemas:
    State: { type: string, enum: [canceled, delivered, draft, paid] }
    Order:
      type: object
      required: [id, active, tags, metadata, assignees, milestone, lines, order_state, expires_at, canceled_at, failure_code, discount, likes_count, edited, history, date_created]
      properties:
        id: { type: string }
        active: { type: boolean }
        tags: { type: array, items: { type: string } }
        metadata: { type: object, additionalProperties: { type: string } }
        assignees: { type: array, items: { type: object, required: [login], properties: { login: { type: string }, site: { type: string } } } }
        milestone: { type: object, required: [number], properties: { number: { type: integer }, title: { type: string } } }
        lines:
          type: object
          required: [data, has_more]
          properties:
            has_more: { type: boolean }
            data:
              type: array
              minItems: 0
              items: { type: object, required: [price, quantity], properties: { quantity: { type: integer }, price: { type: object, required: [id, currency], properties: { id: { type: string }, currency: { type: string } } } } }
        order_state: { $ref: '#/components/schemas/State' }
        expires_at: { type: integer, format: unix-time }
        canceled_at: { type: [integer, 'null'], format: unix-time }
        failure_code: { type: [string, 'null'] }
        discount: { oneOf: [{ type: object, required: [percent], properties: { percent: { type: integer } } }, { type: 'null' }] }
        likes_count: { type: integer }
        edited: { type: boolean }
        history: { type: array, items: { type: object, required: [at], properties: { at: { type: string } } } }
        date_created: { type: string, format: date-time-rfc-2822 }
        client_secret: { type: string }
`;

describe('a new item', () => {
  it('has seen nothing of the world, and has what was not sent in its emptiest form', async () => {
    const engine = await engineOf(ORDERS, { auth: 'off' });
    const { json: made } = await post(engine, '/orders', {});
    const { id } = made as { id: string };
    const { json: read } = await send(engine, `GET /orders/${id}`);
    expect(read).toMatchObject({
      ...{ id, active: true, tags: [], metadata: {}, assignees: [], lines: { data: [], has_more: false } },
      ...{ order_state: 'draft', canceled_at: null, failure_code: null, discount: null },
      ...{ likes_count: 0, edited: false, history: [] },
    });
    const { date_created, expires_at } = read as { date_created: string; expires_at: number };
    expect(date_created).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
    expect(expires_at * 1000).toBeGreaterThan(Date.parse(date_created));
  });

  it('is answered with what was sent, also where only this answer shows it', async () => {
    const engine = await engineOf(ORDERS, { auth: 'off' });
    const { json: made } = await post(engine, '/orders', { returnUrl: 'https://mine.example/back' });
    expect(made).toMatchObject({ returnUrl: 'https://mine.example/back', order_state: 'draft' });
    expect(Date.parse((made as { linkExpiresAt: string }).linkExpiresAt)).toBeGreaterThan(Date.parse('2026-01-01'));
  });

  it('shows the things whose names were sent', async () => {
    const engine = await engineOf(ORDERS, { auth: 'off' });
    const sent = { assignees: ['ada', 'bo'], milestone: 7, lines: [{ price: 'p1', quantity: 3 }] };
    const { id } = (await post(engine, '/orders', sent)).json as { id: string };
    expect((await send(engine, `GET /orders/${id}`)).json).toMatchObject({
      assignees: [{ login: 'ada' }, { login: 'bo' }],
      milestone: { number: 7 },
      lines: { data: [{ price: { id: 'p1' }, quantity: 3 }], has_more: false },
    });
  });

  it('has a client secret of its own, which stays', async () => {
    const engine = await engineOf(ORDERS, { auth: 'off' });
    const made = await Promise.all(
      [1, 2].map(async () => (await post(engine, '/orders', {})).json as Record<string, string>),
    );
    const [one, other] = made.map(({ client_secret }) => client_secret);
    expect(one).not.toBe(other);
    expect((await send(engine, `GET /orders/${made[0]?.id}`)).json).toMatchObject({ client_secret: one });
  });

  it('has an id of its own where the document has one example for all', async () => {
    const yaml = ORDERS.replaceAll('id: { type: string }', 'id: { type: string, example: ZW50ZXJwcmlzZV8x! }');
    const engine = await engineOf(yaml, { auth: 'off' });
    const ids = await Promise.all(
      [1, 2, 3].map(async () => (await post(engine, '/orders', {})).json as { id: string }),
    );
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
    for (const { id } of ids)
      expect((await send(engine, `GET /orders/${encodeURIComponent(id)}`)).headers['stunt-source']).toBe('stored');
  });
});

describe('the id of a new item', () => {
  it.each([
    ['2066deda-923f-43f9-88d2-62395a28c0cd', /^[0-9a-f]{8}-[0-9a-f]{4}-4/],
    ['ord_01HV3PBHEG79FAMF', /^ord_[0-9A-Z]{16}$/],
    ['41', /^42$/],
    ['aa5a315d61ae9438b18d', /^[0-9a-f]{20}$/],
  ])('looks like %s, which the document shows in its list', async (id, expected) => {
    const list = `schema: { type: array, items: { $ref: '#/components/schemas/Thing' } }, example: [{ id: '${id}' }]`;
    const engine = await engineOf(
      `
openapi: 3.0.3
info: { title: things, version: 1.0.0 }
paths:
  /things:
    get: { operationId: list, responses: { '200': { description: all, content: { application/json: { ${list} } } } } }
    post: { operationId: create, responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } }
components: { schemas: { Thing: { type: object, required: [id], properties: { id: { type: string } } } } }
`,
      { auth: 'off' },
    );
    expect((await send(engine, 'POST /things')).json).toMatchObject({ id: expect.stringMatching(expected) });
  });
});

const PROFILES = `
openapi: 3.0.3
info: { title: profiles, version: 1.0.0 }
paths:
  /users:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { user: { $ref: '#/components/schemas/User' } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { type: object, required: [user], properties: { user: { allOf: [{ $ref: '#/components/schemas/User' }, { required: [token], properties: { token: { type: string } } }] } } } } } } }
  /profiles/{username}:
    get:
      parameters: [{ name: username, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { type: object, required: [profile], properties: { profile: { $ref: '#/components/schemas/User' } } } } } } }
components: { schemas: { User: { type: object, required: [username, bio], properties: { username: { type: string }, bio: { type: string } } } } }
`;

describe('an answer without state', () => {
  it('has in its envelope what was sent in the envelope of the request', async () => {
    const engine = await engineOf(PROFILES, { auth: 'off' });
    expect((await post(engine, '/users', { user: { username: 'ada', bio: 'Writes' } })).json).toMatchObject({
      user: { username: 'ada', bio: 'Writes', token: expect.any(String) },
    });
  });

  it('has in its envelope what the path names', async () => {
    const engine = await engineOf(PROFILES, { auth: 'off' });
    expect((await send(engine, 'GET /profiles/bob')).json).toMatchObject({ profile: { username: 'bob' } });
  });
});
