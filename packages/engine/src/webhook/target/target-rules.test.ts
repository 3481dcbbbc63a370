import { describe, expect, it } from '@jest/globals';
import { createTargetRules } from './target-rules.ts';

const bare = createTargetRules([]);
const listing = createTargetRules([
  '10.1.0.0/16',
  '203.0.113.7',
  'fd12:3456::/32',
  'hooks.example.com',
  '*.partner.test',
]);

/** Everything that a URL can say for an address, and whether it may be a target: with nothing listed, and with the list above. */
const table: [host: string, bare: boolean, listed: boolean][] = [
  // This machine, however it is written.
  ['127.0.0.1', true, true],
  ['127.1.2.3', true, true],
  ['127.1', true, true],
  ['2130706433', true, true],
  ['0x7f000001', true, true],
  ['0x7f.1', true, true],
  ['0177.0.0.1', true, true],
  ['017700000001', true, true],
  ['[::1]', true, true],
  ['[0:0:0:0:0:0:0:1]', true, true],
  ['[::ffff:127.0.0.1]', true, true],
  ['[::ffff:7f00:1]', true, true],
  // Unspecified: on many systems this machine, all of its ports included.
  ['0.0.0.0', false, false],
  ['0', false, false],
  ['0.1.2.3', false, false],
  ['[::]', false, false],
  ['[::ffff:0.0.0.0]', false, false],
  // Link-local, and the metadata services of clouds.
  ['169.254.169.254', false, false],
  ['169.254.0.1', false, false],
  ['2852039166', false, false],
  ['0xa9fea9fe', false, false],
  ['0251.0376.0251.0376', false, false],
  ['[::ffff:169.254.169.254]', false, false],
  ['[::ffff:a9fe:a9fe]', false, false],
  ['[64:ff9b::169.254.169.254]', false, false],
  ['[2002:a9fe:a9fe::1]', false, false],
  ['[::169.254.169.254]', false, false],
  ['[fe80::1]', false, false],
  ['[febf::1]', false, false],
  ['[fd00:ec2::254]', false, false],
  ['100.100.100.200', false, false],
  ['192.0.0.192', false, false],
  // Multicast, broadcast, reserved.
  ['224.0.0.1', false, false],
  ['239.255.255.250', false, false],
  ['255.255.255.255', false, false],
  ['240.0.0.1', false, false],
  ['[ff02::1]', false, false],
  // Private: only what is listed.
  ['10.0.0.1', false, false],
  ['10.1.2.3', false, true],
  ['0x0a010203', false, true],
  ['012.1.2.3', false, true],
  ['[::ffff:10.1.2.3]', false, true],
  ['[::ffff:10.2.2.3]', false, false],
  ['[64:ff9b::10.1.2.3]', false, true],
  ['172.16.0.1', false, false],
  ['172.31.255.255', false, false],
  ['192.168.1.1', false, false],
  ['3232235777', false, false],
  ['100.64.0.1', false, false],
  ['198.18.0.1', false, false],
  ['203.0.113.7', false, true],
  ['203.0.113.8', false, false],
  ['[fc00::1]', false, false],
  ['[fd12:3456::1]', false, true],
  ['[fd12:3457::1]', false, false],
  ['[fec0::1]', false, false],
  // Public: only what is listed.
  ['8.8.8.8', false, false],
  ['[2606:4700::1111]', false, false],
];

describe('targets by address', () => {
  it('are at least forty', () => expect(table.length).toBeGreaterThan(40));

  it.each(table)('http://%s/ is allowed: %s, with a list: %s', (host, unlisted, listed) => {
    const url = `http://${host}/hooks`;
    expect([bare, listing].map((rules) => rules.refusalOfUrl(url) === undefined)).toEqual([unlisted, listed]);
  });
});

describe('targets by name', () => {
  it.each([
    ['hooks.example.com', '8.8.8.8', true],
    ['HOOKS.example.com', '8.8.8.8', true],
    ['a.partner.test', '2606:4700::1111', true],
    ['partner.test', '8.8.8.8', false],
    ['evilpartner.test', '8.8.8.8', false],
    ['hooks.example.com.evil.test', '8.8.8.8', false],
    // A name that is listed opens no private address: who rules the name is not who rules the network.
    ['hooks.example.com', '10.9.9.9', false],
    ['hooks.example.com', '169.254.169.254', false],
    ['hooks.example.com', '10.1.9.9', true],
    // An IPv4 address within an IPv6 one is judged as what it is.
    ['hooks.example.com', '::ffff:10.9.9.9', false],
    ['hooks.example.com', '::10.9.9.9', false],
    ['hooks.example.com', '64:ff9b::a9fe:a9fe', false],
    ['hooks.example.com', '64:ff9b:1::a09:909', false],
    ['hooks.example.com', '2002:a9fe:a9fe::1', false],
    ['hooks.example.com', '2002:808:808::1', true],
    ['hooks.example.com', '64:ff9b::808:808', true],
    ['anything.test', '127.0.0.1', true],
    ['anything.test', '::1', true],
    ['anything.test', '8.8.8.8', false],
    ['anything.test', 'no address', false],
  ])('%s at %s: %s', (host, address, allowed) => {
    expect(listing.allows(host, address)).toBe(allowed);
  });
});

describe('targets where everything is listed', () => {
  const everything = createTargetRules(['0.0.0.0/0', '::/0', '*.test']);
  const never = table.filter(([, , listed]) => !listed).map(([host]) => host);

  it('are still none that are never allowed, in any spelling', () => {
    const forbidden = never.filter((host) => everything.refusalOfUrl(`http://${host}/`)?.includes('never sent'));
    const allowed = never.filter((host) => everything.refusalOfUrl(`http://${host}/`) === undefined);
    expect([forbidden.length + allowed.length, never.length]).toEqual([never.length, never.length]);
    expect(forbidden).toEqual(never.slice(0, never.indexOf('10.0.0.1')));
  });
});

describe('a target', () => {
  it.each([
    '',
    'hooks',
    '/hooks',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'http://user:word@127.0.0.1/',
    'gopher://127.0.0.1/',
  ])('is no target: %j', (url) => expect(bare.refusalOfUrl(url)).toEqual(expect.any(String)));

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/x', 'http://hooks.example.com', 'a b', '*', '', '*.', '::/129'])(
    'cannot be listed as %j',
    (entry) => expect(() => createTargetRules([entry])).toThrow(expect.objectContaining({ code: 'WEBHOOK_INVALID' })),
  );
});
