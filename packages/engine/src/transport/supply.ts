import type { BodyStream } from '../exchange.ts';

/** The body of an answer as a delivery takes it, so many bytes at a time, whether it is there whole or still comes in. */
export interface Supply {
  /** Of the whole body; where nobody said it, of the first piece that comes. */
  length(): number | Promise<number>;
  /** False where `length` is a part only. */
  readonly isWhole: boolean;
  /** At most so many bytes, as soon as there are any; undefined at the end. */
  take(most: number): Uint8Array | undefined | Promise<Uint8Array | undefined>;
}

export function supplyOfBytes(bytes: Uint8Array): Supply {
  let taken = 0;
  return {
    length: () => bytes.length,
    isWhole: true,
    take(most) {
      if (taken >= bytes.length) return undefined;
      const piece = bytes.subarray(taken, taken + most);
      taken += piece.length;
      return piece;
    },
  };
}

/** `declared` is what Content-Length says. */
export function supplyOfStream(stream: BodyStream, declared: number | undefined): Supply {
  const pieces = stream[Symbol.asyncIterator]();
  let left: Uint8Array | undefined;
  const more = async (): Promise<Uint8Array | undefined> => {
    while (left === undefined || left.length === 0) {
      const next = await pieces.next();
      if (next.done === true) return undefined;
      left = next.value;
    }
    return left;
  };
  return {
    length: async () => declared ?? (await more())?.length ?? 0,
    isWhole: declared !== undefined,
    async take(most) {
      const piece = (await more())?.subarray(0, most);
      left = piece === undefined ? undefined : left?.subarray(piece.length);
      return piece;
    },
  };
}
