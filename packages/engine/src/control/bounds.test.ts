import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from '../server.ts';
import { documentOf } from '../testing/engine-of.ts';

/** What one sandbox may have of the double that all of them share. */
const DOCUMENT = `
openapi: 3.1.0
info: { title: notes, version: '1' }
paths: { /notes: { get: { operationId: listNotes, responses: { '200': { description: all } } } } }
webhooks: { note.created: { post: { responses: { '204': { description: taken } } } } }
`;

let server: RunningServer;
beforeAll(async () => {
  const sandboxes = ['acme', 'globex', 'rules'];
  server = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0, sandboxes });
});
afterAll(() => server.close());

const ask = (path: string, body?: object, signal?: AbortSignal): Promise<Response> => {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(server.url + path, { ...(body !== undefined && sent), ...(signal && { signal }) });
};
const jsonOf = async (answer: Response) => JSON.parse(await answer.text());
const told = async (answer: Response) => {
  const { code, detail } = await jsonOf(answer);
  return [answer.status, code, detail];
};

describe('a sandbox', () => {
  it.each([
    ['events', '/_stunt/events', undefined, 'follow the events'],
    ['webhooks', '/_stunt/webhooks/listen', {}, 'follow the webhooks'],
  ] as const)('has 20 readers of its %s, and others have theirs', async (_what, path, body, words) => {
    const end = new AbortController();
    const statuses: number[] = [];
    for (let reader = 0; reader < 20; reader++) statuses.push((await ask(`/~acme${path}`, body, end.signal)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await told(await ask(`/~acme${path}`, body))).toEqual([
      409,
      'CONTROL_FULL',
      `20 readers ${words} of sandbox "acme" already.`,
    ]);
    const others = new AbortController();
    expect((await ask(`/~globex${path}`, body, others.signal)).status).toBe(200);
    others.abort();
    end.abort();
    let again = 409;
    for (let attempt = 0; again === 409 && attempt < 500; attempt++) {
      const last = new AbortController();
      again = (await ask(`/~acme${path}`, body, last.signal)).status;
      last.abort();
    }
    expect(again).toBe(200);
  });

  it('has 500 rules of faults, each of which can still be replaced', async () => {
    const rule = { kind: 'status', when: { probability: 0 } };
    const { faults } = server.engine;
    for (let at = 0; at < 500; at++) faults.put('rules', rule, `rule-${at}`);
    const detail = 'There are 500 rules of faults in force there already.';
    expect(await told(await ask('/~rules/_stunt/faults', rule))).toEqual([409, 'CONTROL_FULL', detail]);
    const replaced = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule) };
    expect((await fetch(`${server.url}/~rules/_stunt/faults/rule-7`, replaced)).status).toBe(200);
    expect((await ask('/~acme/_stunt/faults', rule)).status).toBe(201);
  });

  it('has 10 scenarios under way, and pushes out the reports of none but its own', async () => {
    const scenario = (rules: object[] = []) => ({ name: 'wait', phases: [{ name: 'a', for: '1h', rules }] });
    const run = (sandbox: string, given: object) => ask(`/~${sandbox}/_stunt/scenarios/run`, { scenario: given });
    const first = await jsonOf(await run('globex', scenario()));
    const ids: string[] = [];
    for (let at = 0; at < 10; at++) ids.push((await jsonOf(await run('acme', scenario()))).id);
    expect((await told(await run('acme', scenario()))).slice(0, 2)).toEqual([409, 'CONTROL_FULL']);
    for (let at = 0; at < 60; at++) {
      await ask(`/~acme/_stunt/scenarios/runs/${ids.shift()}/stop`, {});
      ids.push((await jsonOf(await run('acme', scenario()))).id);
    }
    expect((await fetch(`${server.url}/~globex/_stunt/scenarios/runs/${first.id}`)).status).toBe(200);
    const { runs } = await jsonOf(await fetch(`${server.url}/~acme/_stunt/scenarios`));
    expect(runs.length).toBeLessThanOrEqual(50);
    const many = scenario(Array.from({ length: 101 }, () => ({ kind: 'status' })));
    expect((await told(await run('globex', many))).slice(0, 2)).toEqual([400, 'SCENARIO_INVALID']);
  });
});
