import { describe, expect, it } from '@jest/globals';
import { describeKinds, optionFlags } from './describe-kinds.ts';

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
    expect(latency?.options.map(({ form }) => form)).toContain('median=DURATION,sigma=N,max=DURATION');
  });
});

describe('optionFlags', () => {
  it('has one flag for all kinds that share an option, in kebab case', () => {
    const flags = optionFlags();
    expect(new Set(flags.map(({ flag }) => flag)).size).toBe(flags.length);
    expect(flags.find(({ option }) => option === 'afterHeaders')).toMatchObject({
      flag: 'after-headers',
      isBoolean: true,
      kinds: ['garbage'],
    });
    expect(flags.find(({ flag }) => flag === 'for')?.kinds).toEqual(['hang', 'stall-body']);
    expect(flags.find(({ flag }) => flag === 'at')?.description).toMatch(/^hang, empty: .*; reset: /);
  });
});
