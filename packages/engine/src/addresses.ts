import type { Asked } from './control/services.ts';

export interface AddressesOptions {
  /** What the double listens on. */
  readonly host: string;
  readonly secured: boolean;
  readonly publicUrl: string | undefined;
  /** Ports that clients of the API ask, in contrast to the one for control alone. */
  readonly isDataPort: (port: number) => boolean;
}

/** Links to the double, without a slash at the end. */
export interface Addresses {
  /** Where clients reach what listens on the port for all sandboxes. */
  baseUrl(port: number, asked?: Asked): string;
  /** The same for a sandbox's own port. */
  portUrl(port: number, asked?: Asked): string;
}

/**
 * Where a double listens on every address of its machine, nobody can tell by which of them a client reaches it: links are made of
 * what that client asked, else they are for this machine. What a client sends changes no link of any other double.
 */
export function createAddresses({ host, secured, publicUrl, isDataPort }: AddressesOptions): Addresses {
  const scheme = secured ? 'https' : 'http';
  const shown = shownHost(host);
  const authorityOf = ({ host: sent, port }: Asked): URL | undefined => {
    const isUsed = isWildcard(host) && publicUrl === undefined && port !== undefined && isDataPort(port);
    return isUsed && sent !== undefined && AUTHORITY.test(sent) && URL.canParse(`${scheme}://${sent}`)
      ? new URL(`${scheme}://${sent}`)
      : undefined;
  };
  const urlOf = (port: number, asked: Asked = NOBODY): string => {
    const authority = authorityOf(asked);
    if (authority === undefined) return `${scheme}://${shown}:${port}`;
    // As it was asked, also where somebody between maps one port to another.
    return asked.port === port ? authority.origin : `${scheme}://${authority.hostname}:${port}`;
  };
  return { baseUrl: (port, asked) => publicUrl ?? urlOf(port, asked), portUrl: urlOf };
}

const NOBODY: Asked = { host: undefined, port: undefined };

/** A name or an address, and a port. */
const AUTHORITY = /^(?:[a-z0-9](?:[a-z0-9._-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Every address of the machine, however it is written. */
export function isWildcard(host: string): boolean {
  const url = `http://${inUrl(host)}`;
  return URL.canParse(url) && ['0.0.0.0', '[::]'].includes(new URL(url).hostname);
}

/** As it stands in a URL; for a wildcard, how this machine reaches it. */
const shownHost = (host: string): string => {
  if (!isWildcard(host)) return inUrl(host);
  return host.includes(':') ? '[::1]' : '127.0.0.1';
};

const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);
