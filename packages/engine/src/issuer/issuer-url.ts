import type { HttpRequest } from '../exchange.ts';

/** The address of a sandbox's issuer as its client knows it, made of what that client asked: `http://127.0.0.1:4010/~acme/_auth`. */
export function issuerOf(
  protocol: 'http' | 'https',
  { target, headers: { host } }: Pick<HttpRequest, 'target' | 'headers'>,
  /** Where clients find the double, and the sandbox that was asked. */
  shown?: { readonly publicUrl: string; readonly sandbox: string },
): string {
  if (shown !== undefined) {
    const below = shown.sandbox === 'default' ? '' : `/~${shown.sandbox}`;
    return `${shown.publicUrl.replace(/\/$/, '')}${below}/_auth`;
  }
  const [, origin] = /^(https?:\/\/[^/?]*)/i.exec(target) ?? [];
  const [, prefix = ''] = /^(?:https?:\/\/[^/?]*)?(\/~[^/?]+)/i.exec(target) ?? [];
  const asked = origin?.slice(origin.indexOf('//') + 2) ?? host ?? '';
  return `${protocol}://${HOST.test(asked) ? asked.toLowerCase() : 'localhost'}${prefix}/_auth`;
}

/** What a client sends as Host goes into links: it may be a name or an address and a port, and nothing else. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;
