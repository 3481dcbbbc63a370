import { describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../store/memory-store.ts';
import { documentOf, engineOf, type Seen, send } from '../../testing/engine-of.ts';
import { describeState } from './describe-state.ts';

/** Channels are made and listed in a guild, or made in a team, and read, changed and removed at an address of their own. */
const CHANNELS = `
openapi: 3.1.0
info: { title: channels, version: 1.0.0 }
paths:
  /guilds/{guild_id}/channels:
    parameters: [{ name: guild_id, in: path, required: true, schema: { type: string } }]
    get: { operationId: list, responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Channel' } } } } } } }
    post:
      operationId: create
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Channel' } } } } }
  /teams/{team_id}/channels:
    parameters: [{ name: team_id, in: path, required: true, schema: { type: string } }]
    post:
      operationId: createInTeam
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Channel' } } } } }
  /channels/{channel_id}:
    parameters: [{ name: channel_id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: read
      responses: { '200': { description: one, content: { application/json: { schema: { oneOf: [{ $ref: '#/components/schemas/Channel' }, { $ref: '#/components/schemas/Thread' }] } } } } }
    patch:
      operationId: change
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Channel' } } } } }
    delete: { operationId: remove, responses: { '204': { description: gone } } }
components:
  schemas:
    Channel: { type: object, required: [id, name, kind], properties: { id: { type: string, readOnly: true }, name: { type: string }, kind: { const: channel } } }
    Thread: { type: object, required: [id, of, kind], properties: { id: { type: string }, of: { type: string }, kind: { const: thread } } }
`;
const json = { 'content-type': 'application/json' };
const names = ({ json: list }: Seen): unknown =>
  Array.isArray(list) ? list.map(({ name }: { name: string }) => name) : list;

describe('what is made below one thing and read at an address of its own', () => {
  it('is the same in the list and at its address, and in no other list', async () => {
    const engine = await engineOf(CHANNELS, { auth: 'off', stateBase: 'empty', sandboxes: ['acme'] });
    const make = (guild: string, name: string) =>
      send(engine, `POST /~acme/guilds/${guild}/channels`, json, JSON.stringify({ name }));
    const list = async (guild: string) => names(await send(engine, `GET /~acme/guilds/${guild}/channels`));
    const one = await make('g1', 'one');
    await make('g1', 'two');
    await make('g2', 'three');
    const { id } = one.json as { id: string };
    expect(one.headers.location).toBe(`/~acme/channels/${id}`);
    const item = one.headers.location;
    expect((await send(engine, `GET ${item}`)).json).toEqual(one.json);
    expect([await list('g1'), await list('g2')]).toEqual([['one', 'two'], ['three']]);
    await send(engine, `PATCH ${item}`, json, JSON.stringify({ name: 'uno' }));
    expect([await list('g1'), await list('g2')]).toEqual([['uno', 'two'], ['three']]);
    expect((await send(engine, `DELETE ${item}`)).status).toBe(204);
    expect([await list('g1'), (await send(engine, `GET ${item}`)).status]).toEqual([['two'], 404]);
  });

  it('leaves the lists of other things as the document has them', async () => {
    const engine = await engineOf(CHANNELS, { auth: 'off' });
    const before = await send(engine, 'GET /guilds/g2/channels');
    await send(engine, 'POST /guilds/g1/channels', json, JSON.stringify({ name: 'one' }));
    const after = await send(engine, 'GET /guilds/g2/channels');
    expect([after.json, after.headers['stunt-source']]).toEqual([before.json, before.headers['stunt-source']]);
    expect((await send(engine, 'GET /guilds/g1/channels')).headers['stunt-source']).toBe('stored');
  });

  it('needs no list', async () => {
    const engine = await engineOf(CHANNELS, { auth: 'off', stateBase: 'empty' });
    const made = await send(engine, 'POST /teams/t1/channels', json, JSON.stringify({ name: 'one' }));
    expect((await send(engine, `GET ${made.headers.location}`)).json).toEqual(made.json);
  });

  it('is said to be kept where it is read', async () => {
    const resources = describeState(await documentOf(CHANNELS));
    const told = 'items are kept where they are read: /channels/{channel_id}';
    expect(resources.filter(({ why }) => why.includes(told)).map(({ resource }) => resource)).toEqual([
      '/guilds/{guild_id}/channels/{id}',
      '/teams/{team_id}/channels/{id}',
    ]);
    const other = describeState(
      await documentOf(
        CHANNELS.replaceAll('Thread }', 'Channel }').replaceAll(
          '{ id: { type: string, readOnly: true }, name',
          '{ name',
        ),
      ),
    );
    expect(other.flatMap(({ why }) => why)).not.toContain(told);
  });

  it('may have a schema that holds itself', async () => {
    const yaml = CHANNELS.replace('Channel: { type', 'Channel: &channel { type').replace(
      'kind: { const: channel }',
      'kind: { const: channel }, parent: *channel',
    );
    const engine = await engineOf(yaml, { auth: 'off', stateBase: 'empty' });
    expect((await send(engine, 'POST /guilds/g1/channels', json, JSON.stringify({ name: 'one' }))).status).toBe(201);
    expect(names(await send(engine, 'GET /guilds/g1/channels'))).toEqual(['one']);
  });

  it('stays in its list after a restart', async () => {
    const store = memoryStore();
    const options = { auth: 'off', stateBase: 'empty', store } as const;
    await send(await engineOf(CHANNELS, options), 'POST /guilds/g1/channels', json, JSON.stringify({ name: 'one' }));
    const later = await engineOf(CHANNELS, options);
    const list = async (guild: string) => names(await send(later, `GET /guilds/${guild}/channels`));
    expect([await list('g1'), await list('g2')]).toEqual([['one'], []]);
  });
});
