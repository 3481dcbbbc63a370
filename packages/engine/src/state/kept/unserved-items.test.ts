import { describe, expect, it } from '@jest/globals';
import { unservedItems, unservedWords } from './unserved-items.ts';

describe('unservedItems', () => {
  const entries: [string, unknown][] = [
    ['item/a.yaml%2Fnotes/1', {}],
    ['item/my%2520file.yaml%2Fnotes/1', {}],
    ['item/my%2520file.yaml%2Fnotes%2F1%2Fparts/2', {}],
    ['item/my%2520file.yaml%2Fnotes/3', { deleted: true }],
    ['item/b.yaml%2Fnotes/1', {}],
    ['replay/b.yaml', {}],
    ['count/b.yaml', {}],
  ];

  it('counts by document what nobody is shown, and leaves out what was deleted', () => {
    expect(unservedItems(entries, ['a.yaml'])).toEqual([
      { document: 'my file.yaml', items: 2 },
      { document: 'b.yaml', items: 1 },
    ]);
    expect(unservedItems(entries, ['a.yaml', 'b.yaml', 'my file.yaml'])).toEqual([]);
  });

  it('is told with what is served, and what to do', () => {
    expect(unservedWords([{ document: 'b.yaml', items: 1 }], ['a.yaml'])).toMatch(
      /not shown: 1 of "b\.yaml"; served: "a\.yaml"\. .*name: "b\.yaml" }\]\), or reset the sandbox$/,
    );
  });
});
