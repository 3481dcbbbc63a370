import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.ts';
import type { Side } from './side.ts';

const side = (body: unknown, more: Partial<Side> = {}): Side => ({
  status: 200,
  mediaType: 'application/json',
  verdict: [],
  body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
  generated: false,
  ...more,
});

describe('compare', () => {
  it('finds nothing between equal answers, whatever the order of their members', () => {
    expect(compare(side({ a: 1, b: 2 }), side({ b: 2, a: 1 }))).toEqual([]);
  });

  it('names every aspect in which answers differ', () => {
    const ours = side({ a: 2 }, { status: 422, mediaType: 'text/plain', verdict: ['type@body'] });
    expect(compare(side({ a: 1 }), ours)).toEqual(['status', 'media type', 'verdict', 'body']);
  });

  it('compares generated bodies by their shape', () => {
    expect(compare(side({ a: [1], b: 'x' }), side({ a: [2, 3] }, { generated: true }))).toEqual([]);
    expect(compare(side({ a: [1] }), side({ a: { b: 1 } }, { generated: true }))).toEqual(['body']);
  });

  it("compares Prism's problems by type, title, status and detail", () => {
    const problem = { type: 'https://stoplight.io/prism/errors#X', title: 't', status: 422, detail: 'd' };
    expect(compare(side({ ...problem, validation: [1] }), side({ ...problem, validation: [2] }))).toEqual([]);
    expect(compare(side(problem), side({ ...problem, detail: 'e' }))).toEqual(['body']);
  });

  it('takes no body and an empty body for the same', () => {
    expect(compare(side(undefined), { ...side(undefined), body: new Uint8Array() })).toEqual([]);
    expect(compare(side(undefined), side(0))).toEqual(['body']);
  });
});
