import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../exchange.ts';
import { answer, bed, exchangeOf, firingsOf, getIntake, run, settle } from './faults-fixture.ts';

/** Status, body and source of an answer, in short. */
const seen = ({ status, body, source }: Answer): string => `${status} ${Buffer.from(body ?? []).toString()} ${source}`;

/** What a promise has come to, without waiting for it. */
async function now(answered: Answer | Promise<Answer>): Promise<string> {
  let text = 'waiting';
  void Promise.resolve(answered).then((settled) => {
    text = seen(settled);
  });
  await settle();
  return text;
}

describe('Faults.run', () => {
  it('answers at once and healthily where no rule matches', () => {
    const { faults } = bed();
    faults.put('acme', { kind: 'status' });
    const ran = run({ faults });
    expect(ran.answer).toEqual(answer(200, 'well', 'example'));
    expect(ran.exchange.firings).toBeUndefined();
  });

  it('answers instead of the operation, which is not asked', () => {
    const { faults } = bed();
    faults.put('default', { kind: 'status', options: { code: 502 } });
    const ran = run({ faults });
    expect(ran.answer).toEqual(answer(502, 'down'));
    expect(ran.asked()).toBe(0);
  });

  it('adds delays up, also those after the rule that answers, and lets the first that answers answer', async () => {
    const { faults, clock } = bed();
    for (const rule of [
      { kind: 'latency', options: { ms: '100ms' } },
      { kind: 'status', options: { code: 500 } },
      { kind: 'status', options: { code: 501 } },
      { kind: 'latency', options: { ms: '200ms' } },
    ])
      faults.put('default', rule);
    const ran = run({ faults });
    clock.advance(100);
    expect(await now(ran.answer)).toBe('waiting');
    clock.advance(199);
    expect(await now(ran.answer)).toBe('waiting');
    clock.advance(1);
    expect(await now(ran.answer)).toBe('500 down fault');
    expect(firingsOf(ran.exchange)).toEqual(['r1 fired', 'r2 fired', 'r3 not: r2 answers', 'r4 fired']);
  });

  it('leaves the source of an answer that is only late', async () => {
    const { faults, clock } = bed();
    faults.put('default', { kind: 'latency' });
    const ran = run({ faults });
    clock.advance(200);
    expect(await now(ran.answer)).toBe('200 well example');
  });

  it.each(['hang', 'hang-after', 'latency', 'brief-hang'])(
    'lets go at once what %s holds when it is cleared',
    async (kind) => {
      const { faults } = bed();
      faults.put('default', { kind });
      faults.put('default', { kind: 'drift', when: { probability: 0 } });
      const ran = run({ faults });
      expect(await now(ran.answer)).toBe('waiting');
      faults.clear('default');
      expect(await now(ran.answer)).toBe('200 well example');
      expect(ran.asked()).toBe(1);
    },
  );

  it('answers healthily what was held, whatever else was on', async () => {
    const { faults } = bed();
    for (const kind of ['hang', 'status', 'slow-headers', 'drift']) faults.put('default', { kind });
    const held = Array.from({ length: 1000 }, () => run({ faults }).answer);
    expect(await now(held[0] ?? answer(0))).toBe('waiting');
    expect(faults.clear('default')).toBe(4);
    const answers = await Promise.all(held);
    expect(new Set(answers.map(seen))).toEqual(new Set(['200 well example']));
    expect(answers.every(({ delivery }) => delivery === undefined)).toBe(true);
  });

  it('keeps to the other rules where only the one that held is removed', async () => {
    const { faults } = bed();
    const { id } = faults.put('default', { kind: 'hang' });
    faults.put('default', { kind: 'status' });
    const ran = run({ faults });
    faults.remove('default', id);
    expect(await now(ran.answer)).toBe('503 down fault');
  });

  it('lets go what is held when the rule is replaced or its time is over', async () => {
    const { faults, clock } = bed();
    faults.put('default', { kind: 'hang' }, 'mine');
    const first = run({ faults });
    faults.put('default', { kind: 'hang', ttl: '10s' }, 'mine');
    expect(await now(first.answer)).toBe('200 well example');
    const second = run({ faults });
    clock.advance(10_000);
    expect(await now(second.answer)).toBe('200 well example');
    expect(faults.isEmpty).toBe(true);
  });

  it('lets go of a sandbox whose clock is advanced, under a rule for every sandbox', async () => {
    const { faults, clocks } = bed();
    faults.put('*', { kind: 'hang', ttl: '10s' });
    const acme = run({ faults }, { sandbox: 'acme', operation: getIntake });
    const other = run({ faults });
    clocks.advance('acme', 10_000);
    expect(await now(acme.answer)).toBe('200 well example');
    expect(await now(other.answer)).toBe('waiting');
    expect(run({ faults }, { sandbox: 'acme', operation: getIntake }).answer).toEqual(answer(200, 'well', 'example'));
  });

  it('asks nothing for a client that has left', async () => {
    const { faults } = bed();
    faults.put('default', { kind: 'hang', when: { maxActive: 1 } });
    const client = new AbortController();
    const ran = run({ faults }, { operation: getIntake, aborted: () => client.signal });
    expect(await now(ran.answer)).toBe('waiting');
    client.abort();
    expect(await now(ran.answer)).toBe('499  fault');
    expect(ran.asked()).toBe(0);
    expect(await now(run({ faults }).answer)).toBe('waiting');
  });

  it('says before whether the operation was asked: not before, but after', () => {
    const { faults } = bed();
    const { id } = faults.put('default', { kind: 'reset' });
    const before = run({ faults });
    faults.remove('default', id);
    faults.put('default', { kind: 'reset-after' });
    const after = run({ faults });
    expect([before.asked(), after.asked()]).toEqual([0, 1]);
    for (const { answer: given } of [before, after])
      expect(given).toMatchObject({ source: 'fault', delivery: { end: { kind: 'nothing', by: 'reset' } } });
  });

  it('gives one delivery of the parts of several rules, the first that wants a part having it', () => {
    const { faults } = bed();
    for (const kind of ['slow-headers', 'truncate', 'drift', 'malformed', 'truncate', 'streamless'])
      faults.put('default', { kind });
    const ran = run({ faults });
    expect(ran.answer).toMatchObject({
      body: Buffer.from('drifted'),
      source: 'fault',
      delivery: { headersOver: 100, end: { kind: 'partial', fraction: 0.5 } },
    });
    expect(firingsOf(ran.exchange)).toEqual([
      'r1 fired',
      'r2 fired',
      'r3 fired: /*',
      'r4 not: r3 has damaged the body',
      'r5 not: r1 has the delivery',
      'r6 not: no body',
    ]);
  });

  it('damages no answer that is an error without it', () => {
    const { faults } = bed();
    faults.put('default', { kind: 'truncate' });
    const ran = run({ faults }, { operation: getIntake, status: 422 });
    expect(ran.answer).toEqual(answer(422, 'well', 'example'));
    expect(firingsOf(ran.exchange)).toEqual(['r1 not: the answer is 422 without it']);
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('damages no answer that has no content, and does not count it: %s, %d', (method, status) => {
    const { faults } = bed();
    const rules = ['truncate', 'drift'].map((kind) => faults.put('default', { kind, when: { times: 1 } }));
    const ran = run({ faults }, { operation: getIntake, method, status });
    expect(ran.answer).toEqual(answer(status, 'well', 'example'));
    expect(firingsOf(ran.exchange)).toEqual(['r1 not: the answer has no body', 'r2 not: the answer has no body']);
    expect(rules.map(({ counts }) => counts.fired)).toEqual([0, 0]);
    run({ faults });
    expect(rules.map(({ counts }) => counts.fired)).toEqual([1, 1]);
  });

  it('does not count what could not fire', () => {
    const { faults } = bed();
    faults.put('default', { kind: 'status', when: { times: 1 } });
    const second = faults.put('default', { kind: 'status', options: { code: 500 }, when: { times: 1 } });
    const statuses = [1, 2, 3].map(() => (run({ faults }).answer as Answer).status);
    expect(statuses).toEqual([503, 500, 200]);
    expect(second.counts).toEqual({ matched: 3, fired: 1 });
  });

  it('holds no more at once than maxActive', async () => {
    const { faults, clock } = bed();
    faults.put('default', { kind: 'latency', when: { maxActive: 2 } });
    const answers = await Promise.all([1, 2, 3].map(() => now(run({ faults }).answer)));
    expect(answers).toEqual(['waiting', 'waiting', '200 well example']);
    clock.advance(200);
    await settle();
    expect(await now(run({ faults }).answer)).toBe('waiting');
  });

  it('counts a delivery as active until it is over', () => {
    const { faults } = bed();
    faults.put('default', { kind: 'slow-headers', when: { maxActive: 1 } });
    const first = run({ faults }).answer as Answer;
    expect((run({ faults }).answer as Answer).delivery).toBeUndefined();
    first.delivery?.onEnd?.();
    expect((run({ faults }).answer as Answer).delivery).toBeDefined();
  });

  it('aborts the signal of a delivery when the rule behind it goes', () => {
    const { faults } = bed();
    faults.put('default', { kind: 'slow-headers' });
    const { delivery } = run({ faults }).answer as Answer;
    expect(delivery?.signal.aborted).toBe(false);
    faults.clear(undefined);
    expect(delivery?.signal.aborted).toBe(true);
  });

  it('passes on the failure of the operation, and holds nothing for it', async () => {
    const { faults, clock } = bed();
    faults.put('default', { kind: 'latency', when: { maxActive: 1 } });
    const subject = { api: undefined, target: '/', operation: () => undefined };
    for (let n = 0; n < 2; n++) {
      const failed = faults.run(exchangeOf({}), subject, () => Promise.reject(new Error('broken')));
      clock.advance(200);
      await expect(failed).rejects.toThrow('broken');
    }
  });
});
