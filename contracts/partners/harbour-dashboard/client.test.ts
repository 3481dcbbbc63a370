/** What the desk sees while the platform does not work, and that it comes back by itself. Against servers that really misbehave. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningPlatform, startPlatform } from '../../platform/start.ts';
import { type ScriptEntry, type ScriptedServer, scriptedServer } from '../../testing/scripted-server.ts';
import { accessToken } from './access-token.ts';
import { type Dashboard, dashboard } from './client.ts';

const listed = { id: 'int_1', subject: 'Site 42', priority: 'high', submittedAt: '2026-03-02T09:20:05Z' };
const list: ScriptEntry = { status: 200, json: { data: [listed], page: { hasMore: false, nextCursor: null } } };
const busy = (status: number, seconds: string): ScriptEntry => ({ status, headers: { 'retry-after': seconds } });

let server: ScriptedServer | undefined;
let platform: RunningPlatform | undefined;
const pauses: number[] = [];
const forgotten: string[] = [];
afterEach(async () => {
  await server?.close();
  await platform?.close();
  server = undefined;
  platform = undefined;
  pauses.length = 0;
  forgotten.length = 0;
});

async function dashboardAt(...script: ScriptEntry[]): Promise<Dashboard> {
  server = await scriptedServer(...script);
  return dashboard({
    baseUrl: server.url,
    token: { get: async () => `token-${forgotten.length}`, forget: () => void forgotten.push('token') },
    now: () => 1000,
    sleep: async (ms) => void pauses.push(ms),
    answerMs: 2000,
  });
}

const unavailable = { kind: 'unavailable', notice: 'The platform does not answer at the moment.' };

describe('the dashboard', () => {
  it('asks again once, after as long as the platform says', async () => {
    const desk = await dashboardAt(busy(503, '2'), list);
    expect(await desk.submittedIntakes()).toEqual({ kind: 'current', intakes: [listed] });
    expect(pauses).toEqual([2000]);
  });

  it.each<[string, ScriptEntry]>([
    ['answers 503', busy(503, '1')],
    ['answers 429', busy(429, '1')],
    ['answers 500', { status: 500 }],
    ['closes the connection', 'reset'],
    ['never answers', 'silence'],
  ])('gives up after two attempts when the platform %s', async (_how, entry) => {
    const desk = await dashboardAt(entry);
    expect(await desk.intake('int_1')).toEqual(unavailable);
    expect(server?.requests).toHaveLength(2);
  });

  it('does not keep a person waiting for half a minute', async () => {
    const desk = await dashboardAt(busy(503, '30'));
    expect(await desk.intake('int_1')).toEqual(unavailable);
    expect(server?.requests).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  it('shows what it read last, and since when, until the platform is back', async () => {
    const desk = await dashboardAt(list, busy(503, '30'), list);
    await desk.submittedIntakes();
    expect(await desk.submittedIntakes()).toEqual({
      kind: 'outdated',
      intakes: [listed],
      readAt: 1000,
      notice: 'The platform does not answer at the moment.',
    });
    expect(await desk.submittedIntakes()).toMatchObject({ kind: 'current' });
  });

  it('gets a new token once, and then says whom to tell', async () => {
    const desk = await dashboardAt({ status: 401 }, list, { status: 401 });
    expect(await desk.submittedIntakes()).toMatchObject({ kind: 'current' });
    expect(server?.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-0', 'Bearer token-1']);
    expect(await desk.intake('int_1')).toEqual({
      kind: 'unavailable',
      notice: 'The dashboard has no access to the platform. Please tell its operator.',
    });
  });

  it.each<[string, ScriptEntry]>([
    ['is no JSON', { status: 200, text: '<html>' }],
    ['lacks a field that is shown', { status: 200, json: { data: [{ id: 'int_1' }], page: {} } }],
  ])('says so when an answer %s', async (_how, entry) => {
    const desk = await dashboardAt(entry);
    expect(await desk.submittedIntakes()).toEqual({
      kind: 'unavailable',
      notice: 'The platform answered something that cannot be read.',
    });
  });

  it('does not follow a list that never ends', async () => {
    const desk = await dashboardAt({ status: 200, json: { data: [], page: { hasMore: true, nextCursor: 'again' } } });
    expect(await desk.submittedIntakes()).toEqual({ kind: 'current', intakes: [] });
    expect(server?.requests).toHaveLength(20);
  });

  it('works with the platform itself, token included', async () => {
    platform = await startPlatform();
    const { clientId, clientSecret } = platform.credentials['harbour-dashboard'];
    const tokenUrl = `${platform.url}/_auth/token`;
    const token = accessToken({ url: tokenUrl, clientId, clientSecret, scope: 'intakes:read', now: Date.now });
    const desk = dashboard({ baseUrl: platform.url, token, now: Date.now, sleep: async () => {} });
    expect(await desk.submittedIntakes()).toEqual({ kind: 'current', intakes: [] });
    expect(await desk.intake('int_01KJQ7K0FPY2Y414')).toEqual({ kind: 'gone' });
  }, 30_000);
});
