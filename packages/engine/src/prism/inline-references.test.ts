import { describe, expect, it } from '@jest/globals';
import { pointerTokens, valueAt } from '../schema/pointer.ts';
import { inlineReferences } from './inline-references.ts';

const resolver = (root: unknown) => (ref: string) => valueAt(root, pointerTokens(ref.slice(1)), () => undefined);

describe('inlineReferences', () => {
  it('replaces a $ref by a copy of its target, members beside the $ref winning', () => {
    const root = { pets: { dog: { type: 'object', description: 'theirs' } } };
    const { value, bundled } = inlineReferences([{ $ref: '#/pets/dog', description: 'ours' }], resolver(root));
    expect(value).toEqual([{ type: 'object', description: 'ours' }]);
    expect(bundled).toEqual({});
  });

  it('keeps a $ref where a target contains itself, and bundles that target', () => {
    const root = { node: { properties: { next: { $ref: '#/node' } } } };
    const { value, bundled } = inlineReferences({ $ref: '#/node' }, resolver(root));
    expect(value).toEqual({ properties: { next: { $ref: '#/__bundled__/target0' } } });
    expect(bundled).toEqual({ target0: { properties: { next: { $ref: '#/__bundled__/target0' } } } });
  });

  it('keeps a $ref that leads nowhere', () => {
    expect(inlineReferences({ $ref: '#/gone' }, resolver({})).value).toEqual({ $ref: '#/gone' });
  });

  it('shares by $ref what would grow without end when it is copied', () => {
    const levels = Array.from({ length: 40 }, (_, level) => [
      `s${level}`,
      { allOf: [{ $ref: `#/s${level + 1}` }, { $ref: `#/s${level + 1}` }] },
    ]);
    const root = { ...Object.fromEntries(levels), s40: { type: 'string' } };
    const { bundled } = inlineReferences({ $ref: '#/s0' }, resolver(root));
    expect(Object.keys(bundled).length).toBeGreaterThan(0);
  });

  it('never changes the document', () => {
    const root = { a: { items: { $ref: '#/b' } }, b: { type: 'string' } };
    const before = structuredClone(root);
    inlineReferences({ $ref: '#/a' }, resolver(root));
    expect(root).toEqual(before);
  });
});
