import type { Place } from '../sample/part.ts';
import type { Sampled, Sampler } from '../sampler.ts';
import type { Schemas } from '../schemas.ts';

/** The means of one repair. */
export interface Mending {
  readonly schemas: Schemas;
  readonly seed: number;
  readonly sample: Sampler;
  /** Places that may still be mended with care; afterwards they are sampled. */
  left: number;
  /** The nearest value that satisfies all places. */
  mend(places: readonly Place[], value: unknown, name: string, depth: number): Sampled;
  /** A new value that does. */
  sampled(places: readonly Place[], name: string): Sampled;
  fits(places: readonly Place[], value: unknown): boolean;
}
