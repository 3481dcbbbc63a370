import { describe, expect, it } from '@jest/globals';
import { jsonPatch } from './json-patch.ts';
import { mergePatch } from './merge-patch.ts';

describe('jsonPatch', () => {
  it('copies a megabyte and no more: each step can double what is there', () => {
    const copies = Array.from({ length: 40 }, (_, at) => ({ op: 'copy', from: '/x', path: `/x/k${at}` }));
    const patched = jsonPatch({ x: { text: 'y'.repeat(100) } }, copies);
    expect(patched).toMatchObject({ kind: 'inapplicable', reason: 'the copies of a patch may have 1 MB in all' });
    expect(jsonPatch({ x: {} }, copies.slice(0, 10))).toMatchObject({ kind: 'patched' });
  });

  // The examples of RFC 6902, appendix A.
  it.each([
    [{ foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
    [{ foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    [{ baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    [{ foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
    [{ baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
    [
      { foo: { bar: 1 }, qux: {} },
      [{ op: 'move', from: '/foo/bar', path: '/qux/thud' }],
      { foo: {}, qux: { thud: 1 } },
    ],
    [
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    [{ foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
    [{ '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    [{ a: [1] }, [{ op: 'copy', from: '/a', path: '/b' }], { a: [1], b: [1] }],
  ])('turns %j by %j into %j', (target, patch, value) => {
    expect(jsonPatch(target, patch)).toEqual({ kind: 'patched', value });
  });

  it.each([
    [{ foo: 'bar' }, [{ op: 'add', path: '/baz/bat', value: 'qux' }]],
    [{ baz: 'qux' }, [{ op: 'test', path: '/baz', value: 'bar' }]],
    [{ '/': 9 }, [{ op: 'test', path: '/~01', value: '10' }]],
    [{ a: 1 }, [{ op: 'replace', path: '/b', value: 1 }]],
    [{ a: [] }, [{ op: 'add', path: '/a/1', value: 1 }]],
    [{ a: {} }, [{ op: 'move', from: '/a', path: '/a/b' }]],
    [{}, [{ op: 'add', path: '/a' }]],
    [{}, [{ op: 'jump', path: '/a' }]],
    [{}, { op: 'add', path: '/a', value: 1 }],
    [{}, [null]],
  ])('refuses %j by %j, and changes nothing', (target, patch) => {
    const before = structuredClone(target);
    expect(jsonPatch(target, patch)).toMatchObject({ kind: 'inapplicable', reason: expect.any(String) });
    expect(target).toEqual(before);
  });
});

describe('mergePatch', () => {
  // The test cases of RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('merges into %j by %j: %j', (target, patch, merged) => {
    expect(mergePatch(target, patch)).toEqual(merged);
  });
});
