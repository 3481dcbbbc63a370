/**
 * Bodies that came in part, of all connections together: each has its limit, but many at once would fill the memory. Who began
 * first and is still not done gives way. Never holds a byte itself.
 */
export interface HeldBodies {
  /** The body has `bytes` more; may end others, or this one. */
  grow(body: HeldBody, bytes: number): void;
  /** It is whole, or gone. */
  drop(body: HeldBody): void;
}

export interface HeldBody {
  bytes: number;
  /** Forgets what came of it. */
  end(): void;
}

export function createHeldBodies(most: number): HeldBodies {
  // In the order in which they began.
  const bodies = new Set<HeldBody>();
  let total = 0;
  const drop = (body: HeldBody): void => {
    if (bodies.delete(body)) total -= body.bytes;
  };
  return {
    grow(body, bytes) {
      bodies.add(body);
      body.bytes += bytes;
      total += bytes;
      for (const oldest of bodies) {
        if (total <= most) return;
        drop(oldest);
        oldest.end();
      }
    },
    drop,
  };
}
