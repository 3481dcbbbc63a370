import { createHash } from 'node:crypto';
import type { Responded } from '../../respond/responder.ts';
import type { StateCall } from '../state.ts';

const DIGEST = /(?:^|[\s,])(sha-256|sha-512)=:([A-Za-z0-9+/=]+):/g;

/**
 * Refused where the document takes a `Content-Digest` (RFC 9530) and the one that was sent is not that of the bytes that arrived.
 * What names no known algorithm is let through.
 */
export function wrongDigest({ request, values }: StateCall): Responded | undefined {
  const name = Object.keys(values.header).find((field) => field.toLowerCase() === 'content-digest');
  const sent = request.headers['content-digest'];
  if (name === undefined || typeof sent !== 'string') return undefined;
  for (const [, algorithm = '', received] of sent.matchAll(DIGEST)) {
    const hash = createHash(algorithm.replace('-', '')).update(request.body).digest('base64');
    if (hash === received) continue;
    const allowed = `${algorithm}=:${hash}:`;
    const message = 'must be the digest of the bytes that arrived';
    const violation = {
      in: 'header',
      path: [name],
      code: 'digest',
      message,
      received: sent.slice(0, 200),
      allowed,
    } as const;
    return { kind: 'refused', refusal: { code: 'REQUEST_INVALID', violations: [violation] } };
  }
  return undefined;
}
