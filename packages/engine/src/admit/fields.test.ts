import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fieldsOfTarget, parseCookies, parseFields } from './fields.ts';
import { decodeField } from './percent.ts';

const entries = (text: string) => [...parseFields(text)];

describe('fields', () => {
  it.each([
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a=1&a=2&a=3', [['a', ['1', '2', '3']]]],
    [
      'a&b=',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['&&a=1&', [['a', '1']]],
    ['=1', [['', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    [
      'a&b=c',
      [
        ['a', ''],
        ['b', 'c'],
      ],
    ],
    [
      'a%5B%5D=1&x+y=%20',
      [
        ['a[]', '1'],
        ['x y', '%20'],
      ],
    ],
    ['%zz=%zz', [['%zz', '%zz']]],
    ['__proto__=1', [['__proto__', '1']]],
  ])('reads %s', (text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  it('takes the query of a target', () => {
    expect([...fieldsOfTarget('/a?b=1?c')]).toEqual([['b', '1?c']]);
    expect([...fieldsOfTarget('/a')]).toEqual([]);
  });

  it('reads what URLSearchParams writes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))),
        (pairs) => {
          const read = [...parseFields(new URLSearchParams(pairs).toString())].flatMap(([name, values]) =>
            [values].flat().map((value) => [name, decodeField(value)]),
          );
          const names = [...new Set(pairs.map(([name]) => name))];
          expect(read).toEqual(names.flatMap((name) => pairs.filter(([other]) => other === name)));
        },
      ),
    );
  });

  it.each([
    [
      'a=1; b="2"; c=x=y',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', 'x=y'],
      ],
    ],
    [
      'a;b=;=',
      [
        ['b', ''],
        ['', ''],
      ],
    ],
    ['a=1; a=2', [['a', ['1', '2']]]],
    ['a="', [['a', '"']]],
  ])('reads the cookies %s', (header, expected) => {
    expect([...parseCookies(header)]).toEqual(expected);
  });
});
