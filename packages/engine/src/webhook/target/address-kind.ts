import { BlockList, isIP } from 'node:net';

/** What an IP address is for, as far as webhooks must know it. Reads canonical text only; resolves no name. */
export type AddressKind = 'loopback' | 'public' | 'private' | 'forbidden';

/** Never a target, whatever is allowed: link-local with the metadata services, unspecified, multicast, broadcast, reserved. */
const FORBIDDEN = listOf(
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  'fd00:ec2::/32',
  // Alibaba's metadata service lies in the shared range.
  '100.100.100.200/32',
);
const LOOPBACK = listOf('127.0.0.0/8', '::1/128');
const PRIVATE = listOf(
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  'fc00::/7',
  'fec0::/10',
  '100::/64',
  '2001:db8::/32',
);

/** An IPv6 address that carries an IPv4 one is judged by that one; what is no address is forbidden. */
export function addressKind(address: string): AddressKind {
  const plain = carriedIPv4(address) ?? address;
  const family = familyOf(plain);
  if (family === undefined || FORBIDDEN.check(plain, family)) return 'forbidden';
  if (LOOPBACK.check(plain, family)) return 'loopback';
  return PRIVATE.check(plain, family) ? 'private' : 'public';
}

/** `::ffff:10.0.0.1` (mapped), `::10.0.0.1` (compatible), `64:ff9b::` (NAT64) and `2002:` (6to4); undefined for all others. */
export function carriedIPv4(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  const groups = groupsOf(address);
  const [first, second] = groups;
  const zeros = (from: number, to: number): boolean => groups.slice(from, to).every((group) => group === 0);
  if (zeros(0, 5) && groups[5] === 0xffff) return dotted(groups[6], groups[7]);
  if (zeros(0, 6) && !(groups[6] === 0 && (groups[7] ?? 0) <= 1)) return dotted(groups[6], groups[7]);
  if (first === 0x64 && (second === 0xff9b || second === 0xff9b + 1)) return dotted(groups[6], groups[7]);
  return first === 0x2002 ? dotted(second, groups[2]) : undefined;
}

/** The eight groups of an IPv6 address, its zone left out. */
function groupsOf(address: string): number[] {
  const [text = ''] = address.split('%');
  const [head = '', tail] = text.split('::');
  const before = partsOf(head);
  const after = tail === undefined ? [] : partsOf(tail);
  return [...before, ...new Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}

function partsOf(text: string): number[] {
  return text
    .split(':')
    .filter((part) => part !== '')
    .flatMap((part) => {
      if (!part.includes('.')) return [Number.parseInt(part, 16)];
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      return [a * 256 + b, c * 256 + d];
    });
}

const dotted = (high = 0, low = 0): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

export function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6';
}

function listOf(...ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
