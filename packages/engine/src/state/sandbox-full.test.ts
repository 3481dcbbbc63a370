import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../engine.ts';
import { loadDocument } from '../load/load-document.ts';
import { send } from '../testing/engine-of.ts';

const KEY = { 'x-api-key': 'key_12345678', 'content-type': 'application/json' };
const INTAKE = '{"recipientId":"prt_01HV3PBHEG79FAMF","category":"other","subject":"A case"}';
const platform = async () => ({ documents: [await loadDocument('contracts/platform/openapi.yaml')], sandboxes: [] });

describe('a sandbox that is full', () => {
  it('refuses what is new with 507, and lets what is there be read, changed and deleted', async () => {
    const engine = createEngine({
      ...(await platform()),
      maxItems: 2,
      sandboxes: [{ name: 'acme', auth: 'presence' }],
    });
    const ids: string[] = [];
    for (let made = 0; made < 2; made++) {
      const { json } = await send(engine, 'POST /intakes', KEY, INTAKE);
      ids.push(typeof json === 'object' && json !== null && 'id' in json ? String(json.id) : '');
    }
    const refused = await send(engine, 'POST /intakes', KEY, INTAKE);
    expect(refused).toMatchObject({ status: 507, json: { code: 'SANDBOX_FULL' } });
    expect(refused.text).toContain('This sandbox holds 2 items that were written or deleted');
    for (const line of ['DELETE /intakes/int_01KJQ7K0FPY2Y414', 'POST /intakes/int_01KJQ7K0FPY2Y414/submit'])
      expect((await send(engine, line, KEY)).status).toBe(507);
    const patched = await send(engine, `PATCH /intakes/${ids[0]}`, KEY, '{"subject":"Another"}');
    expect(patched).toMatchObject({ status: 200, json: { subject: 'Another' } });
    expect((await send(engine, `POST /intakes/${ids[0]}/submit`, KEY)).status).toBe(200);
    expect((await send(engine, `DELETE /intakes/${ids[1]}`, KEY)).status).toBe(204);
    const bytes = { ...KEY, 'content-type': 'application/octet-stream' };
    expect((await send(engine, 'PUT /documents/doc_01KJQ730XNKVNWFT/content', bytes, 'bytes')).status).toBe(507);
    expect((await send(engine, 'POST /~acme/intakes', KEY, INTAKE)).status).toBe(201);
    engine.registry.reset('default');
    expect((await send(engine, 'POST /intakes', KEY, INTAKE)).status).toBe(201);
  });

  it('is the same after it was read from a store', async () => {
    const options = { ...(await platform()), maxItems: 1 };
    const first = createEngine(options);
    await send(first, 'POST /intakes', KEY, INTAKE);
    const second = createEngine({ ...options, store: first.options.store });
    expect((await send(second, 'POST /intakes', KEY, INTAKE)).status).toBe(507);
  });
});

describe('a list of many written items', () => {
  it('shows each change at once, in each order, and what it showed before costs no sorting', async () => {
    const engine = createEngine(await platform());
    const subjects = async (sort: string) => {
      const { json } = await send(engine, `GET /intakes?limit=100&sort=${sort}&externalReference=many`, KEY);
      const data =
        typeof json === 'object' && json !== null && 'data' in json && Array.isArray(json.data) ? json.data : [];
      return data.map(({ subject }) => subject);
    };
    const ids: string[] = [];
    for (const dueAt of ['2027-03-01T00:00:00Z', '2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z']) {
      const body = JSON.stringify({
        ...JSON.parse(INTAKE),
        externalReference: 'many',
        dueAt,
        subject: dueAt.slice(5, 7),
      });
      const { json } = await send(engine, 'POST /intakes', KEY, body);
      ids.push(typeof json === 'object' && json !== null && 'id' in json ? String(json.id) : '');
    }
    expect(await subjects('dueAt')).toEqual(['01', '02', '03']);
    expect(await subjects('-dueAt')).toEqual(['03', '02', '01']);
    await send(engine, `PATCH /intakes/${ids[1]}`, KEY, '{"dueAt":"2027-04-01T00:00:00Z"}');
    expect(await subjects('dueAt')).toEqual(['02', '03', '01']);
    await send(engine, `DELETE /intakes/${ids[0]}`, KEY);
    expect(await subjects('-dueAt')).toEqual(['01', '02']);
  });
});
