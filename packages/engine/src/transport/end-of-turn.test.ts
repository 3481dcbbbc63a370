import { describe, expect, it } from '@jest/globals';
import { endOfTurn } from './end-of-turn.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('endOfTurn', () => {
  it('acts after the code that is running, once on each, in their order', async () => {
    const done: number[] = [];
    const later = endOfTurn<number>((item) => done.push(item));
    for (const item of [1, 2, 3]) later(item);
    expect(done).toEqual([]);
    await turn();
    expect(done).toEqual([1, 2, 3]);
    await turn();
    expect(done).toEqual([1, 2, 3]);
  });

  it('calls once behind all of a turn', async () => {
    const done: (number | string)[] = [];
    const later = endOfTurn<number>(
      (item) => done.push(item),
      () => done.push('after'),
    );
    for (const item of [1, 2]) later(item);
    await turn();
    later(3);
    await turn();
    expect(done).toEqual([1, 2, 'after', 3, 'after']);
  });

  it('leaves what comes while it acts to the next turn', async () => {
    const done: number[] = [];
    const later = endOfTurn<number>((item) => {
      done.push(item);
      if (item === 1) later(2);
    });
    later(1);
    await turn();
    expect(done).toEqual([1]);
    await turn();
    expect(done).toEqual([1, 2]);
  });
});
