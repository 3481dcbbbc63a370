import { BlockList, isIP } from 'node:net';
import { StuntError } from '../../errors.ts';
import { addressKind, carriedIPv4, familyOf } from './address-kind.ts';

/**
 * Where deliveries may go: this machine's loopback, and what the operator lists. Judges addresses, never connects: who does
 * asks for each address that a name leads to, and for the one that it is connected with.
 */
export interface TargetRules {
  /** Why a URL cannot be a target, as far as the URL itself tells it; undefined where nothing speaks against it. */
  refusalOfUrl(url: string): string | undefined;
  /** Whether an address may be connected with, for a URL of this host. */
  allows(host: string, address: string): boolean;
}

/** Entries: `hooks.example.com`, `*.example.com`, an address, or a range such as `10.1.0.0/16`. A name opens public addresses only. */
export function createTargetRules(allow: readonly string[]): TargetRules {
  const ranges = new BlockList();
  const names: string[] = [];
  for (const entry of allow) {
    if (entry.includes('/') || isIP(entry) !== 0) addRange(ranges, entry);
    else names.push(nameOf(entry));
  }
  const isListed = (host: string): boolean =>
    names.some((name) => (name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name));
  const allows = (host: string, address: string): boolean => {
    const kind = addressKind(address);
    if (kind === 'loopback') return true;
    if (kind === 'forbidden') return false;
    const plain = carriedIPv4(address) ?? address;
    const family = familyOf(plain);
    if (family !== undefined && ranges.check(plain, family)) return true;
    return kind === 'public' && isListed(host.toLowerCase());
  };
  return {
    allows,
    refusalOfUrl(url) {
      if (!URL.canParse(url)) return 'it is no absolute URL';
      const { protocol, hostname, username, password } = new URL(url);
      if (protocol !== 'http:' && protocol !== 'https:') return `its scheme is ${protocol}; allowed: http:, https:`;
      if (username !== '' || password !== '') return 'it holds a user or a password';
      const host = hostOf(hostname);
      if (isIP(host) === 0) return undefined;
      return allows(host, host)
        ? undefined
        : `deliveries to ${addressKind(host)} addresses such as ${host} are ${
            addressKind(host) === 'forbidden' ? 'never sent' : 'sent only where webhooks.allow lists them'
          }`;
    },
  };
}

/** Without the brackets of IPv6. `URL` has made canonical what was written decimal, octal or hexadecimal. */
export const hostOf = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

function addRange(ranges: BlockList, entry: string): void {
  const [network = '', bits] = entry.split('/');
  const family = familyOf(network);
  const widest = family === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? widest : Number(bits);
  const isRange = family !== undefined && (bits === undefined || /^\d{1,3}$/.test(bits)) && prefix <= widest;
  if (!isRange) throw refused(entry);
  ranges.addSubnet(network, prefix, family);
}

const NAME = /^(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/;

function nameOf(entry: string): string {
  const name = entry.toLowerCase().replace(/\.$/, '');
  if (!NAME.test(name)) throw refused(entry);
  return name;
}

const refused = (entry: string): StuntError =>
  new StuntError(
    'WEBHOOK_INVALID',
    `webhooks.allow has ${JSON.stringify(entry.slice(0, 80))}; allowed are hosts (hooks.example.com, *.example.com), addresses and ranges (10.1.0.0/16).`,
  );
