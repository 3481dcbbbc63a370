import { StuntError } from '../errors.ts';

/** Where requests are forwarded to, as it was given on the command line. Opens nothing. */
export interface UpstreamAddress {
  /** Without a slash at the end. */
  readonly url: string;
  readonly origin: string;
  /** Goes before each path; empty, or `/v1`. */
  readonly basePath: string;
}

export function upstreamAddress(given: string): UpstreamAddress {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined) throw refused(given, 'is no URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(given, 'is neither http: nor https:');
  if (url.username !== '' || url.password !== '')
    throw refused(`${url.protocol}//…@${url.host}`, 'has credentials; each request brings its own');
  if (url.search !== '' || url.hash !== '') throw refused(given, 'has a query or a fragment');
  const basePath = url.pathname.replace(/\/+$/, '');
  return { url: url.origin + basePath, origin: url.origin, basePath };
}

const refused = (shown: string, why: string): StuntError =>
  new StuntError('UPSTREAM_INVALID', `The upstream "${shown}" ${why}.`);
