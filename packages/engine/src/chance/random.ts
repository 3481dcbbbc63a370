/** Seeded chance for data and faults: the same seed gives the same sequence, in every process. Never used for keys (see secrets.ts). */
export interface Random {
  /** In [0, 1). */
  next(): number;
}

/** A stream of its own for each seed (mulberry32: 32 bits of state, ample for picking samples). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    },
  };
}

/** 32 bits out of the parts, in order (FNV-1a over UTF-16 units); a separator keeps ['ab','c'] and ['a','bc'] apart. */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  return hash >>> 0;
}
