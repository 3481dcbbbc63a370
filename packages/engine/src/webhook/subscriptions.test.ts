import { describe, expect, it } from '@jest/globals';
import { systemSecrets } from '../chance/secrets.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { manualClock } from '../time/clock.ts';
import { createSandboxClocks } from '../time/sandbox-clocks.ts';
import { createSubscriptions, type GivenSubscription } from './subscriptions.ts';

const over = (store: Store, lines: string[] = [], events: readonly string[] = []) =>
  createSubscriptions({
    store,
    events,
    secrets: systemSecrets,
    clocks: createSandboxClocks(manualClock()),
    onLog: (line) => lines.push(line),
  });
const to: GivenSubscription = { source: 'added', url: 'http://127.0.0.1/hooks', events: undefined };

describe('subscriptions', () => {
  it('want what they name, in any spelling, and everything where they name nothing', () => {
    const book = over(memoryStore());
    book.add('acme', { ...to, events: ['intake.submitted'] });
    book.add('acme', { ...to, events: ['exchange.*'] });
    book.add('acme', to);
    book.add('acme', { ...to, paused: true });
    const wanting = (event: string) => book.wanting('acme', event).map(({ id }) => id);
    expect([wanting('intakeSubmitted'), wanting('exchange.accepted'), wanting('ping')]).toEqual([
      ['s1', 's3'],
      ['s2', 's3'],
      ['s3'],
    ]);
    expect(book.wanting('default', 'ping')).toEqual([]);
  });

  it('want all that happens to a thing that they name, where no event is called like the thing', () => {
    const book = over(memoryStore(), [], ['issues-opened', 'pull-request-review-edited', 'order', 'order-paid']);
    for (const wanted of ['issues', 'pull_request', 'order']) book.add('acme', { ...to, events: [wanted] });
    const wanting = (event: string) => book.wanting('acme', event).map(({ id }) => id);
    expect(wanting('issues-opened')).toEqual(['s1']);
    expect(wanting('pull-request-closed')).toEqual(['s2']);
    expect(wanting('pull-request-review-edited')).toEqual([]);
    expect([wanting('order'), wanting('order-paid')]).toEqual([['s3'], []]);
  });

  it('are there after a restart, with their secrets; streams are not', () => {
    const store = memoryStore();
    const before = over(store);
    const added = before.add('acme', to);
    before.add('acme', { ...to, source: 'listen', url: undefined });
    const secret = before.listenSecret('acme');
    const after = over(store);
    expect(after.list('acme')).toEqual([added]);
    expect(after.listenSecret('acme')).toBe(secret);
    after.clear('acme', true);
    expect([over(store).list('acme'), store.list('')]).toEqual([[], []]);
  });

  it('never have the id of one that was removed, for which something may wait still', () => {
    const book = over(memoryStore());
    book.add('acme', to);
    expect(book.add('acme', to).id).toBe('s2');
    book.remove('acme', 's2');
    expect(book.add('acme', to).id).toBe('s3');
    expect(book.add('globex', to).id).toBe('s1');
    book.clear('acme', true);
    expect(book.add('acme', to).id).toBe('s1');
  });

  it('are found in a store that answers late', async () => {
    const store = memoryStore();
    over(store).add('acme', to);
    const late: Store = { ...store, list: async (prefix) => store.list(prefix), get: async (key) => store.get(key) };
    const book = over(late);
    await new Promise((resolve) => setImmediate(resolve));
    expect(book.list('acme')).toMatchObject([{ id: 's1', url: 'http://127.0.0.1/hooks' }]);
  });

  it('go on where the store fails, and say so', async () => {
    const lines: string[] = [];
    const book = over({ ...memoryStore(), put: () => Promise.reject(new Error('full')) }, lines);
    book.add('acme', to);
    await new Promise((resolve) => setImmediate(resolve));
    expect(book.list('acme')).toHaveLength(1);
    expect(lines).toEqual([expect.stringMatching(/^webhooks: webhook\/acme\/s1 cannot be stored: Error/)]);
  });

  it('are a thousand in a sandbox, and no more', () => {
    const book = over(memoryStore());
    for (let i = 0; i < 1000; i++) book.add('acme', to);
    expect(() => book.add('acme', to)).toThrow(expect.objectContaining({ code: 'WEBHOOK_INVALID' }));
    expect(book.follow('acme', '/hooks/{id} 1', { ...to, source: 'api' })).toBe(false);
    expect(book.follow('default', '/hooks/{id} 1', { ...to, source: 'api' })).toBe(true);
  });

  it('are signed with 24 bytes that nobody can guess', () => {
    const { secret } = over(memoryStore()).add('acme', to);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  });
});
