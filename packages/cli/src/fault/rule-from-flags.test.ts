import { describe, expect, it } from '@jest/globals';
import { describeKinds } from '@stuntdouble/engine';
import { kindNamed } from './kind-named.ts';
import { ruleFromFlags } from './rule-from-flags.ts';

const rule = (kind: string, flags: Readonly<Record<string, unknown>>) =>
  ruleFromFlags(kindNamed(kind, describeKinds()), flags, '/project');

describe('ruleFromFlags', () => {
  it('makes what the control API takes, and leaves out what was not given', () => {
    expect(rule('status', {})).toEqual({ kind: 'status' });
    expect(rule('status', { code: '503', operation: 'getOrder', probability: 0.5, ttl: '30s' })).toEqual({
      kind: 'status',
      options: { code: 503 },
      where: { operation: 'getOrder' },
      when: { probability: 0.5 },
      ttl: '30s',
    });
  });

  it('reads lists, groups and text', () => {
    expect(rule('status', { codes: '500,503', 'retry-after': '5s' }).options).toEqual({
      codes: [500, 503],
      retryAfter: '5s',
    });
    expect(rule('latency', { lognormal: 'median=200ms,sigma=0.4' }).options).toEqual({
      lognormal: { median: '200ms', sigma: 0.4 },
    });
    expect(rule('answer', { headers: ['X-A: 1', 'X-B: 2'] }).options).toEqual({ headers: ['X-A: 1', 'X-B: 2'] });
  });

  it('leaves what is wrong to the engine, which says it for everybody', () => {
    expect(rule('status', { code: 'many' }).options).toEqual({ code: 'many' });
    expect(rule('latency', { lognormal: 'fast' }).options).toEqual({ lognormal: 'fast' });
  });

  it('names files from the folder where it was typed', () => {
    expect(rule('answer', { file: 'stub.json' }).options).toEqual({ file: '/project/stub.json' });
  });

  it('takes --after as an option where the kind has one, else as a time', () => {
    expect(rule('idle-close', { after: '2s' })).toEqual({ kind: 'idle-close', options: { after: '2s' } });
    expect(rule('status', { after: 2 })).toEqual({ kind: 'status', when: { after: 2 } });
  });

  it('reads times', () => {
    const flags = { times: 2, every: 3, 'max-active': 4, schedule: 'start=1m,for=5s', ramp: 'from=0,to=0.5,over=1m' };
    expect(rule('status', flags).when).toEqual({
      times: 2,
      every: 3,
      maxActive: 4,
      schedule: { start: '1m', for: '5s' },
      ramp: { from: 0, to: 0.5, over: '1m' },
    });
    expect(() => rule('status', { times: Number.NaN })).toThrow('--times takes a number');
    expect(() => rule('status', { flap: '10s' })).toThrow('--flap is "10s"');
  });
});
