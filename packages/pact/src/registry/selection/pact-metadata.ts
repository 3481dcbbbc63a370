/** How a pact was chosen, carried in its address so that it comes back with the results. Nothing is trusted that it says beyond that. */
export interface PactMetadata {
  readonly wip: boolean;
  /** Versions of the consumer for which it was chosen. */
  readonly versions: readonly string[];
}

export const encodeMetadata = ({ wip, versions }: PactMetadata): string =>
  Buffer.from(JSON.stringify({ ...(wip && { wip }), v: versions })).toString('base64url');

const NOTHING: PactMetadata = { wip: false, versions: [] };

/** Of what no one has made here, nothing is known. */
export function decodeMetadata(encoded: string): PactMetadata {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    if (typeof value !== 'object' || value === null) return NOTHING;
    const versions = 'v' in value && Array.isArray(value.v) ? value.v.map(String) : [];
    return { wip: 'wip' in value && value.wip === true, versions };
  } catch {
    return NOTHING;
  }
}
