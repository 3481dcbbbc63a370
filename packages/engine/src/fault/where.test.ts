import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { bed, type Given, getIntake, putIntake, run } from './faults-fixture.ts';
import type { Where } from './rule.ts';

/** Whether a rule with these conditions fires for a request. */
function hits(where: Where, given: Given): boolean {
  const { faults } = bed();
  faults.put('default', { kind: 'status', where });
  const { exchange } = run({ faults }, given);
  return exchange.firings !== undefined;
}

const get: Given = { operation: getIntake };
const json = (body: unknown): Given => ({ operation: putIntake, body: JSON.stringify(body) });

describe('where', () => {
  it.each<[Where, Given, boolean]>([
    [{}, get, true],
    [{}, { operation: undefined }, true],
    [{ api: 'intakes' }, get, true],
    [{ api: 'intakes' }, { operation: undefined }, true],
    [{ operation: 'getIntake' }, get, true],
    [{ operation: 'getIntake' }, { operation: putIntake }, false],
    [{ operation: 'getIntake' }, { operation: undefined }, false],
    [{ operation: 'PUT /intakes/{id}' }, { operation: putIntake }, true],
    [{ operation: 'get /v1/intakes/{id}' }, get, true],
    [{ tag: 'documents' }, get, true],
    [{ tag: 'writes' }, get, false],
    [{ tag: 'writes' }, { operation: undefined }, false],
    [{ path: '/intakes/7' }, { target: '/intakes/7?full=1', ...get }, true],
    [{ path: '/intakes/7' }, { target: '/intakes/70', ...get }, false],
    [{ path: '/intakes/*' }, { target: '/intakes/a/b', ...get }, true],
    [{ path: '/in*/7' }, { target: '/intakes/7', ...get }, true],
    [{ path: '/in*/7' }, { target: '/intakes/8', ...get }, false],
    [{ path: '*.pdf' }, { target: '/a.pdf', ...get }, true],
    [{ path: '*.pdf' }, { target: '/axpdf', ...get }, false],
    [{ path: '/a*a' }, { target: '/a', ...get }, false],
    [{ path: '/a*b*c' }, { target: '/a1c2b3c', ...get }, true],
    [{ path: '/a*b*c' }, { target: '/a1c2b3', ...get }, false],
    [{ path: '/**' }, { target: '/', ...get }, true],
    // Tried in all ways, this would take longer than anybody waits.
    [{ path: `/${'a*'.repeat(30)}b` }, { target: `/${'a'.repeat(20_000)}`, ...get }, false],
    [{ query: { limit: '10' } }, { target: '/intakes/7?limit=10', ...get }, true],
    [{ query: { limit: '10' } }, { target: '/intakes/7?limit=9&limit=10', ...get }, true],
    [{ query: { q: 'a b' } }, { target: '/intakes/7?q=a%20b', ...get }, true],
    [{ query: { limit: '10' } }, get, false],
    [{ header: { 'X-Partner': 'acme' } }, { headers: { 'x-partner': 'acme' }, ...get }, true],
    [{ header: { 'X-Partner': 'acme' } }, { headers: { 'x-partner': 'globex' }, ...get }, false],
    [{ header: { 'x-partner': 'acme' }, query: { a: '1' } }, { headers: { 'x-partner': 'acme' }, ...get }, false],
    [{ body: { '/priority': 'high' } }, json({ priority: 'high' }), true],
    [{ body: { '/priority': 'high' } }, json({ priority: 'low' }), false],
    [{ body: { '/items/1/qty': 2 } }, json({ items: [{}, { qty: 2 }] }), true],
    [{ body: { '/items/1/qty': 2 } }, json({ items: [{}, { qty: '2' }] }), false],
    [{ body: { '/a~1b': null } }, json({ 'a/b': null }), true],
    [{ body: { '/a': { x: 1, y: [2] } } }, json({ a: { y: [2], x: 1 } }), true],
    [{ body: { '/constructor/name': 'Object' } }, json({}), false],
    [{ body: { '/priority': 'high' } }, { operation: putIntake, body: '{"priority' }, false],
    [{ body: { '/priority': 'high' } }, { operation: putIntake }, false],
  ])('%j of %j is %s', (where, given, expected) => {
    expect(hits(where, given)).toBe(expected);
  });

  it('means by * what a regular expression means by .*, wherever and however often it stands', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '*'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (path, rest) => {
        const target = `/${rest}`;
        const expression = new RegExp(`^/${path.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
        expect(hits({ path: `/${path}` }, { target, ...get })).toBe(expression.test(target));
      }),
    );
  });

  it('keeps the order of rules that are found in different ways', () => {
    const { faults } = bed();
    const places: Where[] = [
      { path: '/intakes/*' },
      {},
      { header: { 'x-partner': 'acme' } },
      { query: { a: '1' } },
      { header: { 'x-partner': 'acme' } },
      { path: '*' },
    ];
    for (const where of places) faults.put('default', { kind: 'latency', options: { ms: '0s' }, where });
    const { exchange } = run({ faults }, { target: '/intakes/7?a=1', headers: { 'x-partner': 'acme' }, ...get });
    expect(exchange.firings?.map(({ rule }) => rule)).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
  });

  it('parses a body once, and only if a rule asks about it', () => {
    const { faults } = bed();
    faults.put('default', { kind: 'status', where: { body: { '/a': 1 } } });
    faults.put('default', { kind: 'status', where: { body: { '/b': 1 } } });
    faults.put('default', { kind: 'status', where: { operation: 'getIntake', path: '/elsewhere' } });
    const parse = jest.spyOn(JSON, 'parse');
    try {
      run({ faults }, json({ c: 1 }));
      expect(parse).toHaveBeenCalledTimes(1);
      faults.clear('default');
      faults.put('default', { kind: 'status', where: { path: '/elsewhere' } });
      run({ faults }, json({ c: 1 }));
      expect(parse).toHaveBeenCalledTimes(1);
    } finally {
      parse.mockRestore();
    }
  });
});
