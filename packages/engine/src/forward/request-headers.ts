import type { HttpRequest, Origin } from '../exchange.ts';
import { fieldOf } from './answer-headers.ts';
import { passedOn } from './hop-by-hop.ts';

/** Made anew for the upstream (its host, the length of what is sent), answered by us (`Expect`), or meant for us. */
const NOT_FORWARDED = new Set(['host', 'content-length', 'expect', 'x-stunt-fault', 'x-forwarded-for']);

/** The header fields of a request as the upstream gets them: a flat list, without `Host`, which follows from its address. */
export function requestHeaders(request: HttpRequest): string[] {
  const { origin, headers, stream } = request;
  const sent = origin?.rawHeaders ?? flat(headers);
  const length = stream === undefined ? undefined : headers['content-length'];
  return [
    ...passedOn(sent, NOT_FORWARDED),
    ...(length === undefined ? [] : ['Content-Length', length]),
    ...(origin === undefined ? [] : forwarded(origin, sent)),
  ];
}

/** What the sender's own proxies said of protocol and host stays; to the chain of addresses ours is added. */
function forwarded({ address = 'unknown', protocol }: Origin, sent: readonly string[]): string[] {
  const before = valuesOf(sent, 'x-forwarded-for');
  const host = fieldOf(sent, 'host');
  const isGiven = (name: string): boolean => fieldOf(sent, name) !== undefined;
  return [
    'X-Forwarded-For',
    [...before, address].join(', '),
    ...(isGiven('x-forwarded-proto') ? [] : ['X-Forwarded-Proto', protocol]),
    ...(isGiven('x-forwarded-host') || host === undefined ? [] : ['X-Forwarded-Host', host]),
  ];
}

const valuesOf = (fields: readonly string[], name: string): string[] =>
  fields.filter((_, at) => at % 2 === 1 && fields[at - 1]?.toLowerCase() === name);

const flat = (headers: HttpRequest['headers']): string[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).flatMap((one) => [name, one]),
  );
