import { expect, it } from '@jest/globals';
import { loadDocument } from '../../load/load-document.ts';
import { isObject } from '../../schema/json-schema.ts';
import { startServer } from '../../server.ts';
import { manualClock } from '../../time/clock.ts';

it('stale: a read shows what was before the last changes, until they are old enough', async () => {
  const clock = manualClock();
  const documents = [await loadDocument('contracts/platform/openapi.yaml')];
  const server = await startServer({ documents, port: 0, clock });
  try {
    const ask = async (method: string, path: string, body?: string) => {
      const headers = { 'x-api-key': 'key_12345678', 'content-type': 'application/json' };
      const response = await fetch(`${server.url}${path}`, { method, headers, ...(body && { body }) });
      const json: unknown = await response.json();
      return { status: response.status, state: isObject(json) ? json.status : '', id: isObject(json) ? json.id : '' };
    };
    const ids = async () => {
      const response = await fetch(`${server.url}/intakes`, { headers: { 'x-api-key': 'key_12345678' } });
      const json: unknown = await response.json();
      return isObject(json) && Array.isArray(json.data) ? json.data.map((each) => isObject(each) && each.id) : [];
    };
    const noted = () => server.engine.journal.entries().at(-1)?.faults?.[0];
    const put = (options: object) =>
      void server.engine.faults.put('default', { kind: 'stale', options: { ...options } });
    const body = '{"recipientId":"prt_01HV3PBHEG79FAMF","category":"other","subject":"A case"}';
    const { id } = await ask('POST', '/intakes', body);
    await ask('POST', `/intakes/${id}/submit`);

    put({ for: '5s' });
    expect(await ask('GET', `/intakes/${id}`)).toMatchObject({ status: 200, state: 'draft' });
    expect(noted()).toMatch(/stale fired$/);
    await ask('GET', '/intakes/int_01KJQ7K0FPY2Y414');
    expect(noted()).toContain('not fired: nothing changed');
    clock.advance(5001);
    expect(await ask('GET', `/intakes/${id}`)).toMatchObject({ status: 200, state: 'submitted' });
    expect(noted()).toContain('not fired: nothing changed');

    clock.advance(60_000);
    const added = await ask('POST', '/intakes', body);
    server.engine.faults.clear('default');
    const listed = await ids();
    put({ for: '5s' });
    expect(await ids()).toEqual(listed.filter((each) => each !== added.id));
    expect(listed).toContain(added.id);
    expect(noted()).toMatch(/stale fired$/);
    clock.advance(5001);
    expect(await ids()).toEqual(listed);
    expect(noted()).toContain('not fired: nothing changed');

    server.engine.faults.clear('default');
    put({ for: '5m', versions: 2 });
    expect(await ask('GET', `/intakes/${id}`)).toMatchObject({ status: 404 });
    server.engine.faults.clear('default');
    expect(await ask('GET', `/intakes/${id}`)).toMatchObject({ status: 200, state: 'submitted' });
  } finally {
    await server.close();
  }
});
