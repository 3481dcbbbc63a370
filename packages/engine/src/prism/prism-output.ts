import type { IHttpResponse } from '@stoplight/prism-http';
import { XMLBuilder } from 'fast-xml-parser';
import type { Answer } from '../exchange.ts';
import type { Refusal } from '../problem.ts';

/** Writes what prism-http answers as bytes, by the rules of Prism's own server. Never decides what is answered. */
export function prismAnswer(output: IHttpResponse): Answer | Refusal {
  const described = Object.entries(output.headers ?? {}).filter(([, value]) => value !== undefined);
  const mediaType = described.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const body = bytesOf(output.body, mediaType);
  if (body === undefined) return { code: 'RESPONSE_NOT_TEXT', mediaType: mediaType ?? 'no media type' };
  const empty = output.statusCode === 204 || output.statusCode === 304;
  const headers = described
    .filter(([name, value]) => isSendable(name, value))
    .flatMap(([name, value]) => [canonical(name), String(value)]);
  const length = empty ? [] : ['Content-Length', String(body.length)];
  return {
    status: output.statusCode,
    headers: [...headers, ...length, 'Stunt-Source', 'prism'],
    body: empty ? undefined : body,
    source: 'prism',
  };
}

/** Prism spells it `Content-type`. */
const canonical = (name: string): string => (name === 'Content-type' ? 'Content-Type' : name);

/** A described field that would break the header block, or decides the framing, is left out. */
const isSendable = (name: string, value: unknown): boolean =>
  !/^(content-length|transfer-encoding|connection)$/i.test(name) &&
  /^[\w!#$%&'*+.^`|~-]+$/.test(name) &&
  /^[\t\x20-\x7e\x80-\xff]*$/.test(String(value));

const xml = new XMLBuilder({});

/** Undefined where the media type cannot carry the value. */
function bytesOf(value: unknown, mediaType: string | undefined): Uint8Array | undefined {
  if (value === undefined || (mediaType === undefined && !value)) return new Uint8Array();
  if (mediaType !== undefined && /^application\/([^;]*\+)?json\s*(;|$)/i.test(mediaType))
    return Buffer.from(JSON.stringify(value));
  if (typeof value === 'string') return Buffer.from(value);
  if (mediaType !== undefined && /^application\/([^;]*\+)?xml\s*(;|$)/i.test(mediaType))
    return Buffer.from(String(xml.build({ xml: value })));
  return undefined;
}
