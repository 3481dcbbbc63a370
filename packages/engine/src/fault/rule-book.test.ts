import { describe, expect, it } from '@jest/globals';
import type { ListenerFault } from '../delivery.ts';
import { StuntError } from '../errors.ts';
import type { Answer } from '../exchange.ts';
import { bed, run, settle } from './faults-fixture.ts';

/** The message and the hint that a rule is refused with. */
function refusal(input: unknown, sandbox = 'default', options: Parameters<typeof bed>[0] = {}): string {
  const { faults } = bed(options);
  faults.put('default', { kind: 'status' });
  try {
    faults.put(sandbox, input);
  } catch (error) {
    expect(faults.list('default')).toHaveLength(1);
    expect(faults.list('acme')).toHaveLength(0);
    return error instanceof StuntError && error.code === 'FAULT_INVALID' ? error.message : String(error);
  }
  return 'taken';
}

describe('a rule that is refused', () => {
  it.each<[unknown, string]>([
    ['status', 'The rule is "status"; it has to be an object with kind, options, where, when, ttl.'],
    [{}, 'The rule has no kind. There are latency, status, '],
    [{ kind: 'sattus' }, 'kind is "sattus"; there is no kind of that name. Nearest: status.'],
    [
      { kind: 'status', wehn: {} },
      'The rule has no "wehn"; it has kind, options, where, when, ttl. Did you mean when?',
    ],
    [{ kind: 'status', options: { code: 1 } }, 'code was 1; allowed: a whole number from 100 to 999.'],
    [{ kind: 'status', options: { cod: 503 } }, 'status has no option cod; it has code. Did you mean code?'],
    [{ kind: 'status', options: [] }, 'options is []; it has to be an object.'],
    [{ kind: 'status', where: { operation: 'getIntak' } }, 'Nearest: getIntake.'],
    [{ kind: 'status', where: { operation: 'GET /intake/{id}' } }, 'Nearest: GET /intakes/{id}'],
    [{ kind: 'status', where: { operation: 'qqqqqqqqqqqq' } }, 'There are getIntake, putIntake.'],
    [
      { kind: 'status', where: { tag: 'document' } },
      'where.tag is "document"; there is no tag of that name. Nearest: documents.',
    ],
    [{ kind: 'status', where: { operation: 'getIntake', tag: 'writes' } }, 'which does not have the tag "writes"'],
    [
      { kind: 'status', where: { api: 'intake' } },
      'where.api is "intake"; there is no document of that name. Nearest: intakes.',
    ],
    [{ kind: 'status', where: { path: 'intakes' } }, 'where.path is "intakes"; it has to start with / or with *.'],
    [{ kind: 'status', where: { body: { priority: 1 } } }, 'where.body has "priority"; it has to be a JSON pointer'],
    [{ kind: 'status', where: { header: { a: {} } } }, 'where.header.a is {}; it has to be a text.'],
    [{ kind: 'status', where: { headers: {} } }, 'where has no "headers"'],
    [{ kind: 'status', when: { probability: 1.5 } }, 'when.probability is 1.5; it has to be a number from 0 to 1.'],
    [{ kind: 'status', when: { probability: '0.5' } }, 'when.probability is "0.5"'],
    [
      { kind: 'status', when: { times: 0 } },
      'when.times is 0; it has to be a whole number from 1. 0 would never fire.',
    ],
    [{ kind: 'status', when: { after: -1 } }, 'when.after is -1; it has to be a whole number from 0.'],
    [{ kind: 'status', when: { every: 1.5 } }, 'when.every is 1.5'],
    [{ kind: 'status', when: { maxActive: 0 } }, 'when.maxActive is 0'],
    [{ kind: 'status', ttl: 30 }, 'ttl is 30; it has to be a duration such as 200ms, 30s, 5m, 2h or 7d, up to 36500d.'],
    [{ kind: 'status', ttl: '0s' }, 'ttl is "0s"; it has to be longer than that.'],
    [{ kind: 'status', when: { schedule: { start: '1m' } } }, 'when.schedule.for is undefined'],
    [
      { kind: 'status', when: { schedule: { start: '1m', for: '1m' } }, ttl: '30s' },
      'when.schedule starts at 1m, but the rule is gone after ttl 30s: it would never fire.',
    ],
    [{ kind: 'status', when: { flap: { up: '1m', down: '1s' } }, ttl: '1m' }, 'when.flap is up for its first 1m, but'],
    [
      { kind: 'status', when: { flap: { up: '1m', down: '1s' }, schedule: { start: '5s', for: '5s' } } },
      'when.flap is up for all of when.schedule',
    ],
    [
      { kind: 'status', when: { probability: 0.5, ramp: { from: 0, to: 1, over: '1m' } } },
      'when has probability and ramp',
    ],
    [{ kind: 'refuse' }, 'refuse acts on the whole port, which sandbox default shares with acme.'],
  ])('%j', (input, message) => {
    expect(refusal(input)).toContain(message);
  });

  it('is one of a sandbox that does not exist', () => {
    expect(refusal({ kind: 'status' }, 'amce')).toContain('Nearest: acme');
  });

  it('is a listener that looks at requests', () => {
    expect(refusal({ kind: 'refuse', where: { tag: 'writes' } }, '*')).toContain('takes no where');
    expect(refusal({ kind: 'refuse', when: { times: 1, every: 2 } }, '*')).toContain(
      'takes no when.times or when.every; it takes schedule and flap',
    );
  });

  it('has an id that no path could carry', () => {
    expect(() => bed().faults.put('default', { kind: 'status' }, 'a/b')).toThrow('The id is "a/b"');
  });
});

describe('rules', () => {
  it('are listed by sandbox, in the order given, with what they were given as', () => {
    const { faults } = bed();
    faults.put('default', { kind: 'status', ttl: '90s', when: { times: 2 } });
    faults.put('acme', { kind: 'hang' });
    faults.put('default', { kind: 'hang' }, 'mine');
    expect(faults.list('default').map(({ id }) => id)).toEqual(['r1', 'mine']);
    expect(faults.list('default')[0]).toMatchObject({
      input: { kind: 'status', ttl: '90s', when: { times: 2 } },
      options: { code: 503 },
      layer: 'edge',
      createdAt: 1_000_000,
      expiresAt: 1_090_000,
      notes: [],
    });
    expect(faults.isEmpty).toBe(false);
  });

  it('are replaced under their id and keep their place', () => {
    const { faults } = bed();
    faults.put('default', { kind: 'status', options: { code: 500 } }, 'a');
    faults.put('default', { kind: 'status', options: { code: 501 } }, 'b');
    faults.put('default', { kind: 'status', options: { code: 502 } }, 'a');
    faults.put('acme', { kind: 'status' }, 'a');
    expect(faults.list('default').map(({ options }) => options)).toEqual([{ code: 502 }, { code: 501 }]);
  });

  it('leave other sandboxes alone', () => {
    const { faults } = bed();
    const { id } = faults.put('acme', { kind: 'status' });
    expect(faults.remove('default', id)).toBe(false);
    expect(faults.clear('default')).toBe(0);
    const status = (sandbox: string) => run({ faults }, { sandbox }).answer;
    expect([status('default'), status('acme')]).toMatchObject([{ status: 200 }, { status: 503 }]);
  });

  it('of the operator go with those of the only sandbox, else with all', () => {
    const alone = bed({ sandboxes: new Set(['default']) }).faults;
    const shared = bed().faults;
    for (const faults of [alone, shared]) {
      faults.put('*', { kind: 'status' });
      faults.clear('default');
    }
    expect([alone.isEmpty, shared.isEmpty]).toEqual([true, false]);
    expect(shared.clear(undefined)).toBe(1);
    expect(shared.isEmpty).toBe(true);
  });

  it('go after their ttl, by the clock of their sandbox', async () => {
    const { faults, clocks } = bed();
    faults.put('acme', { kind: 'status', ttl: '30s' });
    faults.put('default', { kind: 'status', ttl: '30s' });
    clocks.advance('acme', 30_000);
    expect([faults.list('acme').length, faults.list('default').length]).toEqual([0, 1]);
    await settle();
    clocks.advance('default', 30_000);
    await settle();
    expect(faults.isEmpty).toBe(true);
  });

  it('without a ttl last an hour where others can reach the double, and say so', () => {
    const { faults } = bed({ loopback: false });
    const rule = faults.put('default', { kind: 'status' });
    expect(rule).toMatchObject({ expiresAt: 1_000_000 + 3_600_000, input: { ttl: '1h' } });
    expect(rule.notes.join()).toContain('1h');
    expect(faults.put('default', { kind: 'status', ttl: '2h' }).notes).toEqual([]);
  });
});

describe('rules of listeners', () => {
  it('are told on each change, from the start, and when their times turn', async () => {
    const { faults, clock } = bed({ sandboxes: new Set(['default']) });
    const told: string[] = [];
    faults.onListener((states: readonly ListenerFault[]) => told.push(states.map(({ kind }) => kind).join()));
    faults.put('default', { kind: 'status' });
    const { id } = faults.put('default', { kind: 'refuse' });
    faults.remove('default', id);
    expect(told).toEqual(['', 'refuse', '']);
    faults.put('default', { kind: 'refuse', ttl: '30s', when: { flap: { up: '10s', down: '10s' } } });
    for (let step = 0; step < 4; step++) {
      clock.advance(10_000);
      await settle();
    }
    expect(told).toEqual(['', 'refuse', '', 'refuse', '']);
    faults.put('*', { kind: 'refuse', ttl: '10s' });
    clock.advance(10_000);
    await settle();
    expect(told.slice(5)).toEqual(['refuse', '']);
  });
});

describe('a fault that a request asks for', () => {
  it.each([
    [{ 'x-stunt-fault': 'status;code=502' }, 502],
    [{ 'x-stunt-fault': 'latency;ms=0s, status; code=500' }, 500],
    [{ prefer: 'fault=status' }, 503],
    [{ prefer: 'code=200, fault="status;code=504"' }, 504],
    [{ prefer: 'default=status' }, 200],
  ])('%j is answered with %d, for that request only', async (headers, status) => {
    const { faults } = bed();
    const given = run({ faults }, { headers });
    expect(await given.answer).toMatchObject({ status });
    expect(run({ faults }).answer).toMatchObject({ status: 200 });
  });

  it('is a reason not to pass the stage by', () => {
    const { faults } = bed();
    const request = (headers: Record<string, string>) => ({ ...run({ faults }).exchange.request, headers });
    expect(faults.concerns(request({ prefer: 'fault=reset' }))).toBe(true);
    expect(faults.concerns(request({ prefer: 'code=404' }))).toBe(false);
  });

  it.each(['sattus', 'status;code=1', 'refuse', ''])('is refused where it is %j', (fault) => {
    const { answer, asked } = run(bed(), { headers: { 'x-stunt-fault': fault } });
    expect(answer).toMatchObject({ status: 422 });
    expect(asked()).toBe(0);
  });

  it.each([
    ['nope', /^There is no kind of fault "nope"; allowed: latency, status, .*malformed, streamless\.$/],
    ['refuse', /^refuse acts on the port, before there is a request; allowed: latency, (?!.*refuse).*\.$/],
    ['status;code=1', /^code was .*[^.]\.$/],
  ])('%s is told in whole sentences', (fault, problem) => {
    const { answer } = run(bed(), { headers: { 'x-stunt-fault': fault } });
    const told = JSON.parse(Buffer.from((answer as Answer).body ?? []).toString());
    expect(told).toEqual({
      code: 'PREFERENCE_INVALID',
      name: 'fault',
      received: fault,
      allowed: expect.stringMatching(problem),
    });
  });

  it('is not read where it is not allowed', () => {
    const { faults } = bed({ requestFaults: false });
    const { exchange, answer } = run({ faults }, { headers: { 'x-stunt-fault': 'status' } });
    expect(answer).toMatchObject({ status: 200 });
    expect(faults.concerns(exchange.request)).toBe(false);
  });
});
