import { describe, expect, it } from '@jest/globals';
import type { Json } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import { mergePacts } from './merge-pacts.ts';

const get = (description: string, path = '/orders', state?: string): Json => ({
  type: 'Synchronous/HTTP',
  description,
  ...(state !== undefined && { providerStates: [{ name: state }] }),
  request: { method: 'GET', path },
  response: { status: 200 },
});
function file(name: string, interactions: readonly Json[], provider = 'orders', version = '4.0') {
  const metadata = { pactSpecification: { version } };
  const json = { consumer: { name: 'shop' }, provider: { name: provider }, interactions, metadata };
  return { file: name, pact: pactOf(json, name) };
}

describe('mergePacts', () => {
  it('makes one pact of each pair: the same interaction once, one for each state', () => {
    const merged = mergePacts([
      file('a.json', [get('all'), get('one', '/orders/1', 'it exists')]),
      file('b.json', [get('one', '/orders/2', 'it does not'), get('all')]),
      file('c.json', [get('all')], 'stock'),
    ]);
    expect(merged.map(({ pact, files }) => [pact.provider, files, pact.interactions.length])).toEqual([
      ['orders', ['a.json', 'b.json'], 3],
      ['stock', ['c.json'], 1],
    ]);
  });

  it('tells where two files say different things of the same', () => {
    expect(() => mergePacts([file('a.json', [get('all')]), file('b.json', [get('all', '/other')])])).toThrow(
      '"all" of shop and orders is one thing in a.json and another in b.json',
    );
  });

  it('takes what only the libraries say of an interaction for no difference', () => {
    const told = (testname: string): Json => ({ ...Object(get('all')), key: testname, comments: { testname } });
    const [merged] = mergePacts([file('a.json', [told('a')]), file('b.json', [told('b')])]);
    expect(merged?.pact.interactions).toHaveLength(1);
  });

  it('does not mix versions of the specification', () => {
    const old = { description: 'old', request: { method: 'GET', path: '/' }, response: { status: 200 } };
    expect(() => mergePacts([file('a.json', [get('all')]), file('b.json', [old], 'orders', '2.0.0')])).toThrow(
      'a.json follows version 4 of the Pact Specification and b.json version 2',
    );
  });
});
