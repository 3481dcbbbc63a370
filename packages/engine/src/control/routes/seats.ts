import { StuntError } from '../../errors.ts';

/** Streams that one sandbox may have open at a time: what waits in each for a reader that does not read takes memory of all. */
export interface Seats {
  /** Gives the seat back when it is called; more than once is as good as once. @throws StuntError CONTROL_FULL */
  take(sandbox: string): () => void;
}

export const MOST_STREAMS = 20;

export function createSeats(what: string): Seats {
  const taken = new Map<string, Set<symbol>>();
  return {
    take(sandbox) {
      const seats = taken.get(sandbox) ?? new Set();
      if (seats.size >= MOST_STREAMS)
        throw new StuntError('CONTROL_FULL', `${MOST_STREAMS} readers follow ${what} of sandbox "${sandbox}" already.`);
      const seat = Symbol(sandbox);
      taken.set(sandbox, seats.add(seat));
      return () => {
        seats.delete(seat);
        if (seats.size === 0 && taken.get(sandbox) === seats) taken.delete(sandbox);
      };
    },
  };
}
