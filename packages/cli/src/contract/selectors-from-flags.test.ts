import { describe, expect, it } from '@jest/globals';
import { selectorsFromFlags } from './selectors-from-flags.ts';

type Given = Parameters<typeof selectorsFromFlags>[0];
const none: Given = {
  'consumer-version-selector': undefined,
  'main-branch': undefined,
  'matching-branch': undefined,
  'branch-of-consumers': undefined,
  'deployed-or-released': undefined,
  environment: undefined,
};

describe('selectorsFromFlags', () => {
  it('asks for what a provider must not break, where nothing is given', () => {
    expect(selectorsFromFlags(none, undefined)).toEqual([{ mainBranch: true }, { deployedOrReleased: true }]);
    expect(selectorsFromFlags(none, 'x')).toContainEqual({ matchingBranch: true });
  });

  it('takes flags and JSON together', () => {
    const given = {
      ...none,
      'consumer-version-selector': ['{"branch": "a", "consumer": "shop"}', '[{"tag": "t", "latest": true}]'],
      'main-branch': true,
      'branch-of-consumers': ['b'],
      environment: ['production'],
    };
    expect(selectorsFromFlags(given, undefined)).toEqual([
      { branch: 'a', consumer: 'shop' },
      { tag: 't', latest: true },
      { mainBranch: true },
      { branch: 'b' },
      { environment: 'production' },
    ]);
  });

  it.each([
    [{ ...none, 'consumer-version-selector': ['{branch: a}'] }, 'is no JSON'],
    [{ ...none, 'consumer-version-selector': ['"main"'] }, 'is no object'],
    [{ ...none, 'matching-branch': true }, '--matching-branch needs the branch'],
  ])('refuses %j', (given, message) => {
    expect(() => selectorsFromFlags(given, undefined)).toThrow(message);
  });
});
