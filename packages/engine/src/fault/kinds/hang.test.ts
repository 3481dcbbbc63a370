import { describe, expect, it } from '@jest/globals';
import { planOf } from '../../testing/fault-context.ts';

describe('hang', () => {
  it('holds for ever, before the operation was asked', () =>
    expect(planOf('hang')).toEqual({ do: 'hold', at: 'before', ms: undefined }));

  it('holds for a time, after what was written is kept', () =>
    expect(planOf('hang', { at: 'after', for: '30s' })).toEqual({ do: 'hold', at: 'after', ms: 30_000 }));
});
