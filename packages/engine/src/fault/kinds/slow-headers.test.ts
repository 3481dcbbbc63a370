import { describe, expect, it } from '@jest/globals';
import { planOf } from '../../testing/fault-context.ts';

describe('slow-headers', () => {
  it('lets the header block of the healthy answer take its time', () =>
    expect(planOf('slow-headers', { over: '2s' })).toEqual({
      do: 'deliver',
      at: 'after',
      delivery: { headersOver: 2000 },
    }));
});
