import type { HttpRequest } from '../exchange.ts';

/** A target of this double as clients reach it: at the public address, else at the host that they asked. */
export function absoluteUrl({ headers, origin }: HttpRequest, target: string, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/$/, '') + target;
  return headers.host === undefined ? target : `${origin?.protocol ?? 'http'}://${headers.host}${target}`;
}
