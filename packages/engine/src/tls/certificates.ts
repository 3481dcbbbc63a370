import { hostname } from 'node:os';
import type { Pair } from './sign.ts';

/** What a client of `https:` gets to see: `good` unless a fault is on. */
export type CertificateState = 'good' | 'expired' | 'wrong-host' | 'untrusted';

export type Certificates = Readonly<Record<CertificateState, Pair>>;

export interface TlsOptions {
  /** Where the local authority is kept. @default '.stunt' */
  readonly folder?: string;
  /** Chain and key of your own, PEM, in place of the local authority's; the faults remain the authority's. */
  readonly own?: Pair;
}

export interface Provided {
  readonly certificates: Certificates;
  /** Path of the authority's certificate, for clients to trust; undefined where the certificate is your own. */
  readonly authority: string | undefined;
}

const DAY_MS = 24 * 3600 * 1000;
/** As long as browsers accept. */
const LEAF_DAYS = 397;

/** The certificate of a host, and those that a careful client rejects. `now` is real time: the client judges by its own clock. */
export async function certificatesFor(
  host: string,
  { folder = '.stunt', own }: TlsOptions,
  now: number,
): Promise<Provided> {
  // The library behind it takes a while to load: only who asks for TLS pays for it.
  const [{ createSigner }, { localAuthority }] = await Promise.all([
    import('./sign.ts'),
    import('./local-authority.ts'),
  ]);
  const authority = await localAuthority(folder, now);
  const stranger = await createSigner(now);
  const names = namesOf(host);
  const valid = { notBefore: now - DAY_MS, notAfter: now + LEAF_DAYS * DAY_MS };
  const [good, expired, wrongHost, untrusted] = await Promise.all([
    own ?? authority.issue({ names, ...valid }),
    authority.issue({ names, notBefore: now - 30 * DAY_MS, notAfter: now - DAY_MS }),
    authority.issue({ names: ['wrong-host.invalid'], ...valid }),
    stranger.issue({ names, ...valid }),
  ]);
  return {
    certificates: { good, expired, 'wrong-host': wrongHost, untrusted },
    authority: own === undefined ? authority.file : undefined,
  };
}

function namesOf(host: string): string[] {
  const asked = host === '0.0.0.0' || host === '::' ? hostname() : host;
  return [...new Set(['localhost', '127.0.0.1', '::1', asked])];
}
