import { describe, expect, it } from '@jest/globals';
import { planOf } from '../../testing/fault-context.ts';

describe('empty', () => {
  it.each(['before', 'after'])('closes in good order, %s the operation was run', (at) =>
    expect(planOf('empty', { at })).toEqual({ do: 'deliver', at, delivery: { end: { kind: 'nothing', by: 'fin' } } }),
  );
});
