import { describe, expect, it } from '@jest/globals';
import { describeKinds } from './describe-kinds.ts';

describe('describeKinds', () => {
  it('tells layers, and how options are written', () => {
    const reset = describeKinds().find(({ kind }) => kind === 'reset');
    expect(reset).toMatchObject({
      summary: 'a real RST (ECONNRESET)',
      options: [
        { name: 'at', flag: 'at', form: 'accept|before|after|body', default: 'before' },
        { name: 'fraction', form: '0..1', default: '0.5' },
      ],
    });
    expect(reset?.layers.toSorted()).toEqual(['edge', 'listener', 'response']);
    const latency = describeKinds().find(({ kind }) => kind === 'latency');
    expect(latency?.options.map((option) => option.default)).toEqual([
      '200ms',
      'min=0s',
      undefined,
      'sigma=0.4',
      'shape=2',
    ]);
    const truncate = describeKinds().find(({ kind }) => kind === 'truncate');
    expect(truncate?.options).toMatchObject([{ form: '0..0.999', default: '0.5' }]);
    const garbage = describeKinds().find(({ kind }) => kind === 'garbage');
    expect(garbage?.options.map(({ flag }) => flag)).toEqual(['bytes', 'after-headers']);
    expect(latency?.options.map(({ form }) => form)).toContain('median=DURATION,sigma=N,max=DURATION');
  });
});
