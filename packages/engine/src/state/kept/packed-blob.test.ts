import { describe, expect, it } from '@jest/globals';
import { packBlob, unpackBlob } from './packed-blob.ts';

const BLOB = { mediaType: 'image/png', at: 7, bytes: Uint8Array.from([0, 255, 10]) };

describe('a packed blob', () => {
  it('comes back as it was, sharing the memory of what was packed', () => {
    const packed = packBlob(BLOB);
    const back = unpackBlob(packed);
    expect({ ...back, bytes: [...(back?.bytes ?? [])] }).toEqual({ ...BLOB, bytes: [0, 255, 10] });
    expect(back?.bytes.buffer).toBe(packed.buffer);
    expect(packed.length).toBeLessThan(BLOB.bytes.length + 50);
  });

  it('is read from what earlier releases kept', () => {
    const back = unpackBlob({ path: '/a', mediaType: 'image/png', at: 7, bytes: 'AP8K' });
    expect({ ...back, bytes: [...(back?.bytes ?? [])] }).toEqual({ ...BLOB, bytes: [0, 255, 10] });
  });

  it.each([undefined, {}, Uint8Array.from([1]), Uint8Array.from([0, 0, 0, 9, 1]), Uint8Array.from([0, 0, 0, 1, 123])])(
    'is not read from %j',
    (value) => {
      expect(unpackBlob(value)).toBeUndefined();
    },
  );
});
